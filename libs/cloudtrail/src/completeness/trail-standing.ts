import type { TrailActivity } from '@trailhound/contracts';
import { lagQuantileMs } from './delivery-lag.js';
import { hourOf, hoursIn, startOfHour } from './hour-set.js';

/** Whole hours in which nothing happened, between hours in which something did; epoch milliseconds. */
export interface Gap {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How one account's records of one region come in. */
export interface TrailStanding {
  readonly lagP50Ms?: number;
  readonly lagP99Ms?: number;
  /** Longer than an hour, the latest first. Whether one is unusual, the rhythm says. */
  readonly gaps: readonly Gap[];
  /** The longest silence seen before the one at the end, in hours. */
  readonly longestSilenceHours: number;
  /** After how long a silence the trail is said to be quiet; absent until its rhythm is known. */
  readonly quietAfterMs?: number;
  /** Since when it is quiet, where it is. */
  readonly quietSinceMs?: number;
}

const hourMs = 3_600_000;
const maxGaps = 50;
/** A rhythm is known once three days of it have been seen: two nights. */
const learnedFromHours = 72;
/** Half as long again as ever before, plus what delivery may take. */
const silenceFactor = 1.5;
const slackHours = 2;

/**
 * How a trail stands at a moment. Its rhythm is learned from the hours of the last two weeks: it is quiet when nothing
 * has happened for half as long again as it was ever silent in them, two hours more, and what delivery mostly takes. A trail that is active round the
 * clock is missed after two hours, one that sleeps at weekends after some days.
 */
export function trailStanding(activity: TrailActivity, nowMs: number): TrailStanding {
  const hours = hoursIn(activity.hours);
  const gaps: Gap[] = [];
  let longest = 0;
  for (const [at, hour] of hours.entries()) {
    const silent = hour - (hours[at - 1] ?? hour - 1) - 1;
    longest = Math.max(longest, silent);
    if (silent > 0) gaps.push({ fromMs: startOfHour(hour - silent), toMs: startOfHour(hour) });
  }
  const [first, last] = [hours[0], hours.at(-1)];
  const counts = Object.values(activity.lag).reduce<readonly number[]>(
    (sum, day) => Array.from({ length: Math.max(sum.length, day.length) }, (_, at) => (sum[at] ?? 0) + (day[at] ?? 0)),
    [],
  );
  const [lagP50Ms, lagP99Ms] = [lagQuantileMs(counts, 0.5), lagQuantileMs(counts, 0.99)];
  const isLearned = first !== undefined && last !== undefined && last - first >= learnedFromHours;
  const quietAfterMs = (longest * silenceFactor + slackHours) * hourMs + (lagP50Ms ?? 0);
  const isQuiet = isLearned && hourOf(nowMs) > last && nowMs - activity.lastEventMs > quietAfterMs;
  return {
    ...(lagP50Ms !== undefined && { lagP50Ms }),
    ...(lagP99Ms !== undefined && { lagP99Ms }),
    gaps: gaps.reverse().slice(0, maxGaps),
    longestSilenceHours: longest,
    ...(isLearned && { quietAfterMs }),
    ...(isQuiet && { quietSinceMs: activity.lastEventMs }),
  };
}
