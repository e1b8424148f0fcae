import { z } from 'zod';
import { severities } from './severity.js';

/**
 * What became of a delivery: `retry` will be tried again, `muted` was not sent for another alert speaks for it, `replayed`
 * was put back by a person after its end.
 */
export const deliveryStates = ['delivered', 'retry', 'dead', 'muted', 'replayed'] as const;
export type DeliveryEventState = (typeof deliveryStates)[number];

/**
 * The message of topic `alert.deliveries`: one for each attempt, the latest of a delivery holds. Its key names delivery
 * and attempt, so that compaction keeps the history of every attempt.
 */
export const DeliveryEvent = z.object({
  version: z.literal(1),
  id: z.string(),
  alertId: z.string(),
  destination: z.string(),
  /** 1 for the first. */
  attempt: z.number().int(),
  /** How often a person had put it back by then; an end says nothing about a later replay. */
  replays: z.number().int().optional(),
  state: z.enum(deliveryStates),
  /** Why it was not delivered, as a stable word; absent when it was. */
  reason: z.string().optional(),
  /** HTTP status, where there was one. */
  status: z.number().int().optional(),
  /** What the destination said, secrets masked, at most 1 KiB. */
  message: z.string().optional(),
  /** Wall clock, ISO 8601. */
  at: z.string(),
  durationMs: z.number().optional(),
  /** When it is tried next, ISO 8601; only with `retry`. */
  dueAt: z.string().optional(),
  /** What alerts of one kind at one destination have in common; their messages stand in one thread. */
  thread: z.string().optional(),
  /** What the destination calls the message, for replies to it. */
  receipt: z.string().optional(),
  /** The digest that told it. */
  digest: z.string().optional(),
  /** Id of the alert that speaks for it; only with `muted`. */
  mutedBy: z.string().optional(),
  /** Who put it back; only with `replayed`. */
  by: z.string().optional(),
});
export type DeliveryEvent = z.infer<typeof DeliveryEvent>;

/** The message of topic `alerts.dlq`: a delivery that was given up, or a message of `alerts` nobody could read. */
export const DeadLetter = z.object({
  version: z.literal(1),
  /** Delivery id; the key of the message where an alert could not be read. */
  id: z.string(),
  alertId: z.string().nullable(),
  /** Null where an alert could not be read, so that nobody knows where it should go. */
  destination: z.string().nullable(),
  rule: z.string().nullable(),
  severity: z.enum(severities).nullable(),
  title: z.string().nullable(),
  reason: z.string(),
  /** The last answer, secrets masked. */
  message: z.string(),
  attempts: z.number().int(),
  enqueuedAt: z.string().nullable(),
  failedAt: z.string(),
  /** The first 4 KiB of the alert, secrets redacted. */
  excerpt: z.string(),
});
export type DeadLetter = z.infer<typeof DeadLetter>;
