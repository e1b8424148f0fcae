import type { Notice } from '@trailhound/contracts';
import { type AlertContent, alertContent } from '../../content/alert-content.js';
import { digestContent } from '../../content/digest-content.js';
import { escalationLead, escalationPrefix } from '../../content/escalation-lead.js';
import { repetitionLead, repetitionPrefix } from '../../content/repetition-lead.js';
import { stepLead, stepPrefix } from '../../content/step-content.js';
import { type Block, fewBlocks, fullBlocks } from './blocks.js';
import { slackCode } from './escape.js';
import { slackLimits } from './limits.js';

/** The body of an incoming webhook, and the members of chat.postMessage that say the same. */
export interface SlackMessage {
  /** Shown in notifications; the whole message where there are no blocks. */
  readonly text: string;
  readonly blocks?: readonly Block[];
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

/** How much of a message is blocks: `full`, `few`, or `text`, which Slack has nothing to refuse in. */
export const slackForms = ['full', 'few', 'text'] as const;
export type SlackForm = (typeof slackForms)[number];

/**
 * A notice as a Slack message within Slack's limits, whatever the alert holds: secrets masked, everything a record can
 * hold escaped and in plain text or code only.
 */
export function renderSlack(notice: Notice, form: SlackForm, consoleUrl?: string): SlackMessage {
  const { text, blocks } = messageOf(notice, form, consoleUrl);
  return { text, ...(blocks && { blocks }), unfurl_links: false, unfurl_media: false };
}

function messageOf(
  notice: Notice,
  form: SlackForm,
  consoleUrl: string | undefined,
): Pick<SlackMessage, 'text' | 'blocks'> {
  switch (notice.notice) {
    case 'fired':
      return alertMessage(alertContent(notice.alert, consoleUrl), form, '');
    case 'test':
      return alertMessage(alertContent(notice.alert, consoleUrl), form, '[TEST] ');
    case 'digest':
      return alertMessage(digestContent(notice.digest, consoleUrl), form, '');
    case 'escalated': {
      const content = alertContent(notice.alert, consoleUrl);
      const reason = { name: 'Fallback', value: escalationLead(notice.escalation) };
      return alertMessage({ ...content, facts: [reason, ...content.facts] }, form, escalationPrefix);
    }
    case 'step': {
      const content = alertContent(notice.alert, consoleUrl);
      const since = { name: 'Since then', value: stepLead(notice.step) };
      return alertMessage({ ...content, facts: [since, ...content.facts] }, form, stepPrefix(notice.step));
    }
    case 'repeated': {
      const content = alertContent(notice.alert, consoleUrl);
      const reason = { name: 'Repeated', value: repetitionLead(notice.repetition) };
      return alertMessage({ ...content, facts: [reason, ...content.facts] }, form, repetitionPrefix);
    }
    case 'changed': {
      const { state, by, note } = notice.change;
      const title = slackCode(alertContent(notice.alert, consoleUrl).title, 500);
      const done = state === 'open' ? 'reopened' : state;
      const why = note === undefined ? '' : `: ${slackCode(note, 500)}`;
      return { text: `${title} was ${done} by ${slackCode(by, 200)}${why}` };
    }
    case 'heartbeat': {
      const { route, at } = notice.heartbeat;
      return { text: `Trailhound is alive: ${slackCode(route, 200)} at ${slackCode(at, 100)}` };
    }
    default:
      return notice satisfies never;
  }
}

function alertMessage(content: AlertContent, form: SlackForm, prefix: string): Pick<SlackMessage, 'text' | 'blocks'> {
  const text = textOf(content, form, prefix);
  switch (form) {
    case 'full':
      return { text, blocks: fullBlocks(content, prefix) };
    case 'few':
      return { text, blocks: fewBlocks(content, prefix) };
    case 'text':
      return { text };
    default:
      return form satisfies never;
  }
}

/** One line beside blocks; all that fits where it stands alone. */
function textOf({ severity, title, facts, links }: AlertContent, form: SlackForm, prefix: string): string {
  const line = `${prefix}[${severity}] ${slackCode(title, 500)}`;
  if (form !== 'text') return line;
  const lines = facts.map(({ name, value }) => `${name}: ${slackCode(value, 200)}`);
  const open = links.find(({ text }) => text === 'Open')?.href;
  const whole = [line, ...lines, ...(open === undefined ? [] : [`<${open.replaceAll('&', '&amp;')}|Open>`])];
  while (whole.join('\n').length > slackLimits.textChars) whole.splice(-2, 1);
  return whole.join('\n');
}
