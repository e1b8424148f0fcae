import { type AlertState, type Digest, type Notice, printable } from '@trailhound/contracts';
import { type AlertContent, alertContent } from '../../content/alert-content.js';
import { digestContent } from '../../content/digest-content.js';
import { escalationLead, escalationPrefix } from '../../content/escalation-lead.js';
import type { Fact } from '../../content/fact.js';
import type { Link } from '../../content/links.js';
import { repetitionLead, repetitionPrefix } from '../../content/repetition-lead.js';
import { severityNames } from '../../content/severity-map.js';
import { stepLead, stepPrefix } from '../../content/step-content.js';
import { byteLength, fitText } from '../../text/fit.js';

/** Bounds of https://developer.pagerduty.com/docs/events-api-v2/trigger-events/, and the event size of its overview. */
const maxSummaryChars = 1_024;
const maxEventBytes = 512_000;
/** Of `source`, `component`, `group`, `class` and of texts that are shown in one line; PagerDuty names no bound. */
const maxWordChars = 255;
const maxDetailChars = 4_096;
const maxDetails = 40;

/** An event of PagerDuty's Events API v2, without its routing key. */
export interface PagerDutyEvent {
  readonly event_action: 'trigger' | 'acknowledge' | 'resolve';
  readonly dedup_key: string;
  readonly client?: string;
  readonly client_url?: string;
  readonly payload?: PagerDutyPayload;
  readonly links?: readonly { readonly href: string; readonly text: string }[];
}

export interface PagerDutyPayload {
  readonly summary: string;
  readonly source: string;
  readonly severity: 'critical' | 'error' | 'warning' | 'info';
  readonly timestamp: string;
  readonly component?: string;
  readonly group?: string;
  readonly class: string;
  readonly custom_details: Readonly<Record<string, unknown>>;
}

/**
 * A notice as an event. The dedup key is the alert's id, so that acknowledging and resolving find the incident. Secrets
 * are masked, texts are within PagerDuty's bounds and hold no control characters; details that are too large give way to
 * a note, the alert never does.
 */
export function renderPagerDuty(notice: Notice, consoleUrl?: string): PagerDutyEvent {
  switch (notice.notice) {
    case 'fired':
      return trigger(notice.alert.id, notice.alert, '', consoleUrl);
    case 'test':
      return trigger(`test-${notice.alert.id}`, notice.alert, '[TEST] ', consoleUrl);
    case 'escalated': {
      const event = trigger(notice.alert.id, notice.alert, escalationPrefix, consoleUrl);
      return withDetail(event, 'Fallback', escalationLead(notice.escalation));
    }
    case 'step': {
      const event = trigger(notice.alert.id, notice.alert, stepPrefix(notice.step), consoleUrl);
      return withDetail(event, 'Since then', detail(stepLead(notice.step)));
    }
    case 'repeated': {
      const event = trigger(notice.alert.id, notice.alert, repetitionPrefix, consoleUrl);
      return withDetail(event, 'Repeated', repetitionLead(notice.repetition));
    }
    case 'digest':
      return digestEvent(notice.digest, consoleUrl);
    case 'changed': {
      const action = actions[notice.change.state];
      if (action === 'trigger') return trigger(notice.alert.id, notice.alert, '', consoleUrl);
      return { event_action: action, dedup_key: notice.alert.id };
    }
    case 'heartbeat': {
      const { route, at, everySeconds } = notice.heartbeat;
      const details = { route, everySeconds };
      const word = { source: 'trailhound', severity: 'info', class: 'heartbeat', custom_details: details } as const;
      const payload = { summary: `Trailhound is alive: ${route}`.slice(0, maxSummaryChars), timestamp: at, ...word };
      return { event_action: 'trigger', dedup_key: `heartbeat-${route}`.slice(0, maxWordChars), payload };
    }
    default:
      return notice satisfies never;
  }
}

const actions: Readonly<Record<AlertState, PagerDutyEvent['event_action']>> = {
  acknowledged: 'acknowledge',
  closed: 'resolve',
  open: 'trigger',
};

type FiredAlert = Extract<Notice, { notice: 'fired' }>['alert'];

function trigger(dedupKey: string, alert: FiredAlert, prefix: string, consoleUrl: string | undefined): PagerDutyEvent {
  const content = alertContent(alert, consoleUrl);
  const open = content.links.find(({ text }) => text === 'Open')?.href;
  const word = (text: string) => fitText(printable(text), maxWordChars);
  const event: PagerDutyEvent = {
    event_action: 'trigger',
    dedup_key: dedupKey,
    client: 'Trailhound',
    ...(open !== undefined && { client_url: open }),
    payload: {
      summary: fitText(`${prefix}${printable(content.title)}` || word(`rule ${alert.rule}`), maxSummaryChars),
      source: word(alert.account || alert.actor.arn || 'unknown account'),
      severity: severityNames[alert.severity].pagerduty,
      timestamp: timestampOf(alert.lastEventTime, alert.firedAt),
      ...(alert.eventSource !== null && { component: word(alert.eventSource) }),
      ...(alert.pack !== undefined && { group: word(alert.pack) }),
      class: word(alert.rule),
      custom_details: detailsOf(content),
    },
    links: linksOf(content.links),
  };
  return fits(event) ? event : withoutDetails(event);
}

/** An incident of its own, which nothing resolves: its alerts are told of nowhere else. */
function digestEvent(digest: Digest, consoleUrl: string | undefined): PagerDutyEvent {
  const content = digestContent(digest, consoleUrl);
  const event: PagerDutyEvent = {
    ...{ event_action: 'trigger', dedup_key: digest.id, client: 'Trailhound' },
    payload: {
      summary: fitText(printable(content.title), maxSummaryChars),
      ...{ source: 'trailhound', severity: severityNames[digest.severity].pagerduty, class: 'digest' },
      timestamp: timestampOf(digest.until, digest.from),
      custom_details: detailsOf(content),
    },
    links: linksOf(content.links),
  };
  return fits(event) ? event : withoutDetails(event);
}

/** PagerDuty refuses an event whose time it cannot read; a record can hold any year. */
function timestampOf(eventTime: string, firedAt: string): string {
  const readable = [eventTime, firedAt].map((text) => Date.parse(text)).find(isOrdinary);
  return new Date(readable ?? 0).toISOString();
}

const firstYearMs = Date.UTC(1970);
const lastYearMs = Date.UTC(9999, 11, 31);

function isOrdinary(ms: number): boolean {
  return ms >= firstYearMs && ms <= lastYearMs;
}

function detailsOf({
  description,
  facts,
  group,
  fields,
  known,
  why,
  rule,
  listed,
}: AlertContent): Readonly<Record<string, unknown>> {
  return {
    ...(description !== undefined && { Description: detail(description) }),
    ...members(facts),
    ...(why.length > 0 && { Why: why.slice(0, maxDetails).map(detail) }),
    ...(group.length > 0 && { Group: members(group) }),
    ...(fields.length > 0 && { Fields: members(fields) }),
    ...(known.length > 0 && { Known: members(known) }),
    ...(listed && { Alerts: listed.alerts.map(({ name, value }) => detail(`${name} ${value}`)) }),
    ...(listed && listed.more > 0 && { More: String(listed.more) }),
    ...(rule !== undefined && { Rule: detail(rule) }),
  };
}

function members(facts: readonly Fact[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    facts.slice(0, maxDetails).map(({ name, value }) => [fitText(printable(name), maxWordChars), detail(value)]),
  );
}

function detail(text: string): string {
  return fitText(printable(text), maxDetailChars);
}

function linksOf(links: readonly Link[]): readonly { readonly href: string; readonly text: string }[] {
  return links.map(({ href, text }) => ({ href, text }));
}

function fits(event: PagerDutyEvent): boolean {
  return byteLength(JSON.stringify(event)) <= maxEventBytes - routingKeyBytes;
}

/** Room for what is put around the event. */
const routingKeyBytes = 256;

/** Before the others, where it is seen. */
function withDetail(event: PagerDutyEvent, name: string, value: string): PagerDutyEvent {
  if (event.payload === undefined) return event;
  const custom_details = { [name]: value, ...event.payload.custom_details };
  const told = { ...event, payload: { ...event.payload, custom_details } };
  return fits(told) ? told : event;
}

function withoutDetails(event: PagerDutyEvent): PagerDutyEvent {
  if (!event.payload) return event;
  const note = 'left out: together they are larger than PagerDuty takes; the console has them';
  return { ...event, payload: { ...event.payload, custom_details: { Details: note } } };
}
