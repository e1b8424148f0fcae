import type { AlertContent } from '../../content/alert-content.js';
import type { Fact } from '../../content/fact.js';
import type { Link } from '../../content/links.js';
import { severityNames } from '../../content/severity-map.js';
import { slackCode, slackText } from './escape.js';
import { slackLimits } from './limits.js';

/** One block of https://docs.slack.dev/reference/block-kit, as JSON. */
export type Block = { readonly type: string } & Readonly<Record<string, unknown>>;

/** A value in a list of facts; long ones belong to the console. */
const maxFactChars = 300;
const maxWhyChars = 280;
const maxReasons = 10;
const maxListedChars = 200;
/** Of the rule's description. */
const maxDescriptionChars = 600;

/** All there is to say. */
export function fullBlocks(content: AlertContent, prefix: string): readonly Block[] {
  const { description, facts, group, fields, known, why, rule, listed } = content;
  return [
    header(content, prefix),
    ...(!description ? [] : [paragraph(slackText(description, maxDescriptionChars))]),
    ...factBlocks(facts),
    ...factBlocks([...group, ...fields, ...known].slice(0, slackLimits.fields)),
    ...(why.length === 0 ? [] : [reasons(why)]),
    ...(listed ? [alertList(listed)] : []),
    ...(rule === undefined ? [] : [{ type: 'context', elements: [plain(slackText(rule, maxFactChars))] }]),
    ...buttons(content.links),
  ];
}

/** What, who, where and when, and where to go on. */
export function fewBlocks(content: AlertContent, prefix: string): readonly Block[] {
  return [header(content, prefix), ...factBlocks(content.facts.slice(0, 5)), ...buttons(content.links.slice(0, 1))];
}

function header({ severity, title }: AlertContent, prefix: string): Block {
  const text = slackText(`${severityNames[severity].emoji} ${prefix}${title}`, slackLimits.headerChars);
  return { type: 'header', text: plain(text) };
}

function factBlocks(facts: readonly Fact[]): readonly Block[] {
  if (facts.length === 0) return [];
  const fields = facts.slice(0, slackLimits.fields).map(({ name, value }) => {
    // Names of group-by fields and of `fields` come out of rule files, which may come from anywhere.
    return mrkdwn(`${slackCodeName(name)}\n${slackCode(value, maxFactChars)}`);
  });
  return [{ type: 'section', fields }];
}

function slackCodeName(name: string): string {
  return /^[A-Za-z][A-Za-z ]{0,60}$/.test(name) ? `*${name}*` : slackCode(name, maxFactChars);
}

function reasons(why: readonly string[]): Block {
  const lines = why.slice(0, maxReasons).map((reason) => `• ${slackCode(reason, maxWhyChars)}`);
  const more = why.length > maxReasons ? [`and ${why.length - maxReasons} more`] : [];
  return { type: 'section', text: mrkdwn(['*Why*', ...lines, ...more].join('\n')) };
}

function alertList({ alerts, more }: NonNullable<AlertContent['listed']>): Block {
  const shown = alerts.slice(0, maxReasons);
  const lines = shown.map(({ name, value }) => `• ${slackText(name, 60)} ${slackCode(value, maxListedChars)}`);
  const left = more + alerts.length - shown.length;
  return {
    type: 'section',
    text: mrkdwn(['*Alerts*', ...lines, ...(left > 0 ? [`and ${left} more`] : [])].join('\n')),
  };
}

function buttons(links: readonly Link[]): readonly Block[] {
  const usable = links.filter(({ href }) => href.length <= slackLimits.urlChars);
  if (usable.length === 0) return [];
  const elements = usable.map(({ text, href }) => ({
    ...{ type: 'button', text: plain(text.slice(0, slackLimits.buttonChars)), url: href },
    action_id: `open-${text.toLowerCase().replaceAll(' ', '-')}`,
  }));
  return [{ type: 'actions', elements }];
}

export function paragraph(text: string): Block {
  return { type: 'section', text: plain(text) };
}

/** `emoji: false`: a record's `:fire:` is no emoji. */
function plain(text: string) {
  return { type: 'plain_text', text, emoji: false };
}

/** `verbatim`: nothing in it becomes a link, a channel or a mention by itself. */
function mrkdwn(text: string) {
  return { type: 'mrkdwn', text, verbatim: true };
}
