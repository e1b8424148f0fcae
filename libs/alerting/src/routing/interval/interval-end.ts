import type { TimeSpan } from './interval.js';
import { isWithin } from './within.js';

const minuteMs = 60_000;
/** An interval without an end ends for this purpose: what waits in it must be told at some time. */
export const longestIntervalMs = 7 * 24 * 3_600_000;

interface Known {
  readonly fromMs: number;
  readonly endMs: number;
}
/** Alerts come in the order of time, so that most ask about the stretch the one before asked about. */
const known = new WeakMap<readonly TimeSpan[], Known>();

/**
 * When the stretch of an interval around an instant ends, epoch milliseconds; undefined where the instant is outside.
 * Intervals begin and end at whole minutes. One that goes on for longer than the week after this one (weeks are counted
 * since 1970) ends with this one. So all instants of a stretch in one week have the same answer, whichever was asked first.
 */
export function intervalEnd(spans: readonly TimeSpan[], ms: number): number | undefined {
  const last = known.get(spans);
  if (last && last.fromMs <= ms && ms < last.endMs) return last.endMs;
  if (!isWithin(spans, ms)) return undefined;
  const endMs = findEnd(spans, ms);
  known.set(spans, { fromMs: ms, endMs });
  return endMs;
}

function findEnd(spans: readonly TimeSpan[], ms: number): number {
  const weekEndMs = (Math.floor(ms / longestIntervalMs) + 1) * longestIntervalMs;
  for (let at = (Math.floor(ms / minuteMs) + 1) * minuteMs; at <= weekEndMs + longestIntervalMs; at += minuteMs) {
    if (!isWithin(spans, at)) return at;
  }
  return weekEndMs;
}
