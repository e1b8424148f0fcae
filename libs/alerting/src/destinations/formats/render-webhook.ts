import type { Alert, Digest, Notice, Tally } from '@trailhound/contracts';
import { consoleLinks } from '../../content/links.js';
import { redactAlert } from '../../redaction/redact-alert.js';
import { byteLength } from '../../text/fit.js';
import { type Bounds, shortenValue } from '../../text/shorten.js';
import { WebhookAlert, type WebhookBody } from './webhook-body.js';

/** Receivers may refuse more (Standard Webhooks, "Payload structure": keep it small, under 20 KB). */
export const maxWebhookBytes = 20_000;

/**
 * The webhook's body of less than {@link maxWebhookBytes} UTF-8 bytes as JSON, secrets of the record masked. What does
 * not fit is left out least important first (the record, all but ten record references, then long texts and lists) and
 * named in `data.truncated`; the alert itself is never lost. The same notice gives the same body.
 */
export function webhookBody(notice: Notice, consoleUrl?: string): WebhookBody {
  switch (notice.notice) {
    case 'fired':
      return fitted(notice.alert, consoleUrl, (data) => ({ type: 'alert.fired', timestamp: data.lastEventTime, data }));
    case 'test':
      return fitted(notice.alert, consoleUrl, (data) => ({ type: 'alert.test', timestamp: data.lastEventTime, data }));
    case 'changed': {
      const { version, alertId, ...change } = notice.change;
      const note = change.note === undefined ? {} : { note: change.note.slice(0, 500) };
      const said = { ...change, by: change.by.slice(0, 200), ...note };
      return fitted(notice.alert, consoleUrl, (data) => ({
        ...{ type: 'alert.changed', timestamp: change.at, data: { ...data, change: said } },
      }));
    }
    case 'escalated': {
      const { escalation } = notice;
      const said = { ...escalation, missed: escalation.missed.slice(0, maxMissed) };
      return fitted(notice.alert, consoleUrl, (data) => ({
        ...{ type: 'alert.escalated', timestamp: data.lastEventTime, data: { ...data, escalation: said } },
      }));
    }
    case 'step': {
      const { step } = notice;
      const group = step.tally && (shortenValue(step.tally.group, listedBounds) as Tally['group']);
      const said = step.tally && group ? { ...step, tally: { ...step.tally, group } } : step;
      return fitted(notice.alert, consoleUrl, (data) => ({
        ...{ type: 'alert.step', timestamp: data.lastEventTime, data: { ...data, step: said } },
      }));
    }
    case 'repeated': {
      const { repetition } = notice;
      return fitted(notice.alert, consoleUrl, (data) => ({
        ...{ type: 'alert.repeated', timestamp: data.lastEventTime, data: { ...data, repetition } },
      }));
    }
    case 'digest':
      return fittedDigest(notice.digest);
    case 'heartbeat':
      return { type: 'alert.heartbeat', timestamp: notice.heartbeat.at, data: notice.heartbeat };
    default:
      return notice satisfies never;
  }
}

const maxMissed = 10;
/** Of values that may be an attacker's and stand in a list, so that the rest has room. */
const listedBounds: Bounds = { maxChars: 100, maxItems: 10, maxDepth: 2 };

/** Alerts that have no room are counted all the same. */
function fittedDigest(given: Digest): WebhookBody {
  const { group, rules, alerts } = given;
  const digest = {
    ...given,
    group: shortenValue(group, listedBounds) as Digest['group'],
    rules: shortenValue(rules, listedBounds) as Digest['rules'],
  };
  for (let shown = alerts.length; ; shown -= 1) {
    const body: WebhookBody = {
      ...{ type: 'alert.digest', timestamp: given.until, data: { ...digest, alerts: alerts.slice(0, shown) } },
    };
    if (shown === 0 || byteLength(JSON.stringify(body)) < maxWebhookBytes) return body;
  }
}

function fitted(
  alert: Alert,
  consoleUrl: string | undefined,
  bodyOf: (data: WebhookAlert) => WebhookBody,
): WebhookBody {
  const candidates = smaller(webhookAlert(redactAlert(alert), consoleUrl));
  let body = bodyOf(candidates.next().value);
  for (const data of candidates) {
    if (byteLength(JSON.stringify(body)) < maxWebhookBytes) return body;
    body = bodyOf(data);
  }
  return body;
}

/** Ever smaller renderings of the same alert. The last one is bounded by construction. */
function* smaller(whole: WebhookAlert): Generator<WebhookAlert, WebhookAlert> {
  yield whole;
  const bare = { ...whole, record: null, truncated: [...new Set([...whole.truncated, 'record'])] };
  yield bare;
  const fewRecords = { ...bare, records: bare.records.slice(0, 10) };
  if (bare.records.length > 10) fewRecords.truncated = [...bare.truncated, 'records'];
  yield fewRecords;
  for (const bounds of steps) yield shortened(fewRecords, bounds);
  const { enriched, insight, ...rest } = fewRecords;
  const touched = new Set([...fewRecords.truncated, 'fields', 'frameworks']);
  if (enriched !== undefined) touched.add('enriched');
  if (insight !== undefined && insight.leading.length > 0) touched.add('insight');
  const told = insight === undefined ? {} : { insight: { ...insight, leading: [] } };
  const last = shortened({ ...rest, ...told, fields: {}, frameworks: {}, truncated: [...touched] }, smallest);
  yield last;
  return last;
}

/** Five items and depth 2 leave a record reference and the actor whole in their shape. */
const steps: readonly Bounds[] = [
  { maxChars: 1_000, maxItems: 30, maxDepth: 4 },
  { maxChars: 300, maxItems: 15, maxDepth: 3 },
  { maxChars: 100, maxItems: 8, maxDepth: 3 },
];
/** About a hundred texts of 25 characters, each at most six bytes as JSON: under 16 KB whatever the alert holds. */
const smallest: Bounds = { maxChars: 25, maxItems: 5, maxDepth: 2 };

function shortened(alert: WebhookAlert, bounds: Bounds): WebhookAlert {
  const truncated = new Set(alert.truncated);
  const members = Object.entries(alert).map(([name, member]) => {
    if (keptWhole.has(name)) return [name, member];
    const short = shortenValue(member, bounds);
    if (JSON.stringify(short) !== JSON.stringify(member)) truncated.add(name);
    return [name, short];
  });
  return { ...(Object.fromEntries(members) as WebhookAlert), truncated: [...truncated].sort() };
}

/** Members with a form of their own, which the pipeline itself bounds. */
const keptWhole: ReadonlySet<string> = new Set(['id', 'severity', 'links', 'truncated']);

function webhookAlert(alert: Alert, consoleUrl: string | undefined): WebhookAlert {
  const { alert: page, mute, record } = consoleLinks(consoleUrl, alert);
  const links = page !== undefined &&
    mute !== undefined && { alert: page, mute, ...(record !== undefined && { record }) };
  return WebhookAlert.parse({ ...alert, ...(links && { links }), truncated: alert.recordTruncated ? ['record'] : [] });
}
