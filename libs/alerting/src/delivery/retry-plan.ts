import type { DeliveryOutcome, FailureReason } from './outcome.js';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/**
 * Pause before each attempt, the first at once: dense in the first minute, because security alerts age badly, then
 * about a day in all.
 */
export const attemptDelaysMs: readonly number[] = [
  0,
  2 * second,
  10 * second,
  30 * second,
  2 * minute,
  10 * minute,
  30 * minute,
  hour,
  2 * hour,
  4 * hour,
  8 * hour,
  8 * hour,
];

/** Pauses after the first and second refusal: three tries over 15 minutes outlast a rotated key or a deployment. */
export const refusalDelaysMs: readonly number[] = [5 * minute, 10 * minute];

/** Before a refused message goes out again in a simpler form. */
const simplifiedDelayMs = 2 * second;

/** The longest wait a destination that paces us can ask for. */
export const maxPacedWaitMs = hour;

export type NextStep =
  | { readonly kind: 'finish' }
  | { readonly kind: 'again'; readonly afterMs: number }
  | { readonly kind: 'give-up'; readonly reason: FailureReason };

/**
 * What to do after an attempt. `attempt` counts from 1 over the life of the delivery, `refusals` counts the refused
 * attempts with this one; `jitter` in [0, 1) spreads the schedule by ±20 %. A destination that paces us (429, 503,
 * Retry-After) waits max(schedule, Retry-After), at most an hour, and nothing on top.
 */
export function nextStep(
  outcome: DeliveryOutcome,
  { attempt, refusals }: { readonly attempt: number; readonly refusals: number },
  jitter: number,
): NextStep {
  switch (outcome.kind) {
    case 'delivered':
      return { kind: 'finish' };
    case 'gone':
    case 'hopeless':
      return { kind: 'give-up', reason: outcome.reason };
    case 'refused': {
      const delay = attempt < attemptDelaysMs.length ? refusalDelaysMs[refusals - 1] : undefined;
      if (delay === undefined) return { kind: 'give-up', reason: outcome.reason };
      return { kind: 'again', afterMs: spread(outcome.isSimplified ? simplifiedDelayMs : delay, jitter) };
    }
    case 'retry': {
      const delay = attemptDelaysMs[attempt];
      if (delay === undefined) return { kind: 'give-up', reason: outcome.reason };
      const scheduled = spread(delay, jitter);
      if (outcome.afterMs === undefined) return { kind: 'again', afterMs: scheduled };
      return { kind: 'again', afterMs: Math.min(Math.max(scheduled, outcome.afterMs), maxPacedWaitMs) };
    }
    default:
      return outcome satisfies never;
  }
}

function spread(delayMs: number, jitter: number): number {
  return Math.round(delayMs * (0.8 + 0.4 * jitter));
}
