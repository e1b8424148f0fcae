import { type Alert, formatDuration, type Severity } from '@trailhound/contracts';
import { redactAlert } from '../redaction/redact-alert.js';
import type { Fact } from './fact.js';
import { insightFacts, insightWhat } from './insight-facts.js';
import { knownFacts } from './known-facts.js';
import { consoleLinks, type Link, webLink } from './links.js';

/**
 * What people are told of an alert, in the order they ask: what, who, where, when, why, how many, and where to go on.
 * Secrets are masked, nothing is escaped and nothing shortened: a channel does both by its own rules. Every text but
 * names of facts and texts of links can hold what an attacker wrote.
 */
export interface AlertContent {
  readonly severity: Severity;
  readonly title: string;
  readonly description?: string;
  readonly facts: readonly Fact[];
  /** The group-by fields of the rule with their values. */
  readonly group: readonly Fact[];
  /** The rule's own `fields`. */
  readonly fields: readonly Fact[];
  /** What enrichments knew of the first record, with where each value came from. */
  readonly known: readonly Fact[];
  /** One sentence a condition that held. */
  readonly why: readonly string[];
  /** Absent where several rules are told of. */
  readonly rule?: string;
  /** Alerts that are told together: the first of them, and how many more there are. */
  readonly listed?: { readonly alerts: readonly Fact[]; readonly more: number };
  readonly links: readonly Link[];
}

/** Describes an alert for people. `baseUrl` is `console.baseUrl`. */
export function alertContent(given: Alert, baseUrl: string | undefined): AlertContent {
  const alert = redactAlert(given);
  const { severity, title, description, group, fields, why } = alert;
  return {
    severity,
    title,
    ...(description !== undefined && { description }),
    facts: factsOf(alert),
    group: Object.entries(group).map(([name, value]) => ({ name, value: value ?? 'none' })),
    fields: Object.entries(fields).map(([name, value]) => ({ name, value: asText(value) })),
    known: knownFacts(alert),
    why,
    rule: ruleOf(alert),
    links: linksOf(alert, baseUrl),
  };
}

function factsOf(alert: Alert): readonly Fact[] {
  const { eventName, eventSource, errorCode, account, region, sourceIPAddress, userAgent, runbook } = alert;
  const facts: (Fact | undefined)[] = [
    fact('Who', whoOf(alert)),
    fact(
      'What',
      insightWhat(alert) ?? joined([eventName, eventSource && `(${eventSource})`, errorCode && `failed: ${errorCode}`]),
    ),
    ...insightFacts(alert),
    fact('Where', joined([account, region], ' · ')),
    fact('From', sourceIPAddress),
    fact('When', whenOf(alert)),
    fact('How many', countOf(alert)),
    fact('Client', userAgent),
    fact('Records', recordsOf(alert)),
    webLink(runbook) === undefined ? fact('Runbook', runbook) : undefined,
    alert.backfill ? fact('Backfill', 'found by reading old records again') : undefined,
  ];
  return facts.filter((found) => found !== undefined);
}

/**
 * The person as far as is known: a session by its name, with the role it was issued for; where the stream showed who asked
 * for it, that one first, and the roles on the way.
 */
function whoOf({ actor, actorChain = [] }: Alert): string {
  return [...actorChain.toReversed(), actor].map(nameOf).join(', then ');
}

function nameOf({ name, type, role, arn }: Alert['actor']): string {
  const through = role !== undefined && role !== name ? `through the role ${role}` : undefined;
  return joined([name, through, type && `(${type})`, arn && arn !== name ? arn : undefined]);
}

/** Event time, and how much later the alert was made. */
function whenOf({ lastEventTime, firedAt }: Alert): string {
  const delayMs = Date.parse(firedAt) - Date.parse(lastEventTime);
  if (!Number.isFinite(delayMs) || delayMs < 1_000) return lastEventTime;
  return `${lastEventTime}, seen ${roughDuration(delayMs)} later`;
}

function countOf({ threshold, count, firstEventTime, lastEventTime }: Alert): string | undefined {
  if (threshold === undefined) return undefined;
  const { count: least, withinSeconds, distinct } = threshold;
  const what =
    distinct === undefined ? `${count} records` : `${count} records with at least ${least} values of ${distinct}`;
  const rule = distinct === undefined ? `${least} within ` : 'within ';
  const since = firstEventTime === lastEventTime ? `at ${firstEventTime}` : `since ${firstEventTime}`;
  return `${what} ${since} (the rule asks for ${rule}${formatDuration(withinSeconds * 1_000)})`;
}

function recordsOf({ records }: Alert): string | undefined {
  const [first] = records;
  const last = records.at(-1);
  if (!first || !last) return undefined;
  const shown = (ref: typeof first) => `${ref.eventID ?? ref.uid} at ${ref.eventTime}`;
  return first === last ? shown(first) : `first ${shown(first)}, last ${shown(last)}`;
}

function ruleOf({ rule, language, pack, revision }: Alert): string {
  return joined([rule, pack !== undefined && `pack ${pack}`, language, `revision ${revision}`], ' · ');
}

function linksOf(alert: Alert, baseUrl: string | undefined): readonly Link[] {
  const { alert: page, mute, record } = consoleLinks(baseUrl, alert);
  const links: readonly (readonly [string, string | undefined])[] = [
    ['Open', page],
    ['Mute', mute],
    ['Raw record', record],
    ['Runbook', webLink(alert.runbook)],
    ['Reference', webLink(alert.reference)],
  ];
  return links.flatMap(([text, href]) => (href === undefined ? [] : [{ text, href }]));
}

function fact(name: string, value: string | null | undefined): Fact | undefined {
  return value === undefined || value === null || value === '' ? undefined : { name, value };
}

function joined(parts: readonly (string | false | null | undefined)[], between = ' '): string {
  return parts.filter((part) => typeof part === 'string' && part !== '').join(between);
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'none');
}

/** People need the order of magnitude: seconds below a minute, minutes below two hours, then hours and days. */
function roughDuration(ms: number): string {
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 2 * 3_600) return `${Math.round(seconds / 60)} min`;
  const hours = Math.round(seconds / 3_600);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`;
}
