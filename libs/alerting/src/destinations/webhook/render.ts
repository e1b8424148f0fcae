import type { Alert } from '@trailhound/contracts';
import { redactAlert } from '../../redaction/redact-alert.js';
import { type Bounds, shortenValue } from '../../text/shorten.js';
import { WebhookAlert, type WebhookBody } from './body.js';

/** Receivers may refuse more (Standard Webhooks, "Payload structure": keep it small, under 20 KB). */
export const maxWebhookBytes = 20_000;

const encoder = new TextEncoder();

/**
 * The webhook's body as JSON text of less than {@link maxWebhookBytes} UTF-8 bytes, secrets of the record masked. What
 * does not fit is left out least important first (the record, all but ten record references, then long texts and
 * lists) and named in `data.truncated`; the alert itself is never lost. The same alert gives the same text.
 */
export function renderWebhook(alert: Alert): string {
  const whole = webhookAlert(redactAlert(alert));
  let text = '';
  for (const data of candidates(whole)) {
    text = JSON.stringify({ type: 'alert.fired', timestamp: data.lastEventTime, data } satisfies WebhookBody);
    if (encoder.encode(text).byteLength < maxWebhookBytes) return text;
  }
  return text;
}

/** Ever smaller renderings of the same alert. The last one is bounded by construction. */
function* candidates(whole: WebhookAlert): Generator<WebhookAlert> {
  yield whole;
  const bare = { ...whole, record: null, truncated: [...new Set([...whole.truncated, 'record'])] };
  yield bare;
  const fewRecords = { ...bare, records: bare.records.slice(0, 10) };
  if (bare.records.length > 10) fewRecords.truncated = [...bare.truncated, 'records'];
  yield fewRecords;
  for (const bounds of steps) yield shortened(fewRecords, bounds);
  const touched = [...new Set([...fewRecords.truncated, 'fields', 'frameworks'])];
  yield shortened({ ...fewRecords, fields: {}, frameworks: {}, truncated: touched }, smallest);
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
const keptWhole: ReadonlySet<string> = new Set(['id', 'severity', 'truncated']);

function webhookAlert(alert: Alert): WebhookAlert {
  return WebhookAlert.parse({ ...alert, truncated: alert.recordTruncated ? ['record'] : [] });
}
