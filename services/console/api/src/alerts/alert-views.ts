import { Alert, AlertChange, alertStates } from '@trailhound/contracts';
import { z } from 'zod';

const counts = {
  counts: z
    .enum(['current', 'at-firing'])
    .describe('whether count, times and records are those of the whole bucket by now, or those the alert fired with'),
  countIsLowerBound: z.boolean().describe('the bucket held more than is remembered'),
};

const change = AlertChange.omit({ version: true, alertId: true });
const state = {
  state: z.enum(alertStates).describe('open until people acknowledge or close it'),
  change: change.optional().describe('what people did last, and who; absent where nobody did'),
};

/** Answer to a change. */
export const AlertChangeView = change.extend({ id: z.string() }).meta({ id: 'AlertChange' });
export type AlertChangeView = z.output<typeof AlertChangeView>;

/** An alert in a list: everything but its records. */
export const AlertSummary = Alert.omit({ record: true, records: true, recordTruncated: true })
  .extend({ ...counts, ...state })
  .meta({ id: 'AlertSummary' });
export type AlertSummary = z.output<typeof AlertSummary>;

/** What became of the alert at one destination. */
export const DeliveryView = z
  .object({
    id: z.string().describe('also the webhook-id the destination is sent'),
    destination: z.string(),
    state: z
      .enum(['pending', 'inflight', 'held', 'delivered', 'dead', 'muted'])
      .describe('held: a digest tells it; muted: another alert speaks for it'),
    attempts: z.int(),
    lastError: z.string().optional(),
    mutedBy: z.string().optional().describe('id of the alert that speaks for it; only of one that is muted'),
    nextAttemptAt: z.string().optional().describe('ISO 8601; absent when it is at an end'),
  })
  .meta({ id: 'Delivery' });
export type DeliveryView = z.output<typeof DeliveryView>;

/** One alert whole, with its first record as AWS wrote it. */
export const AlertDetail = Alert.extend({ ...counts, ...state, deliveries: z.array(DeliveryView) }).meta({
  id: 'AlertDetail',
});
export type AlertDetail = z.output<typeof AlertDetail>;

/** A page of alerts, newest event first. */
export const AlertList = z
  .object({
    alerts: z.array(AlertSummary),
    next: z.string().nullable().describe('cursor of the next page; null on the last'),
  })
  .meta({ id: 'AlertList' });
export type AlertList = z.output<typeof AlertList>;
