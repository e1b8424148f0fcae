import type { PathCounts, TrailActivity } from '@trailhound/contracts';
import { lagBucketOf } from './delivery-lag.js';
import { hasHour, hourOf, joinHours, latestDays, withHour } from './hour-set.js';

/** Days of activity that are remembered: two weeks, so that a weekend is nothing new. */
const rememberedDays = 15;
/** Days over which the lag of delivery is told. */
const lagDays = 2;
const dayMs = 86_400_000;

export const emptyActivity: TrailActivity = {
  ...{ records: 0, lastEventMs: Number.MIN_SAFE_INTEGER, lastSeenMs: 0 },
  ...{ hours: {}, lag: {}, inputs: {} },
};

/** Of a collected record what completeness needs to know; moments in epoch milliseconds. */
export interface SeenRecord {
  readonly eventTimeMs: number;
  /** When AWS delivered it, where that is known. */
  readonly deliveredMs?: number | undefined;
}

/** Activity with these records, collected at `nowMs`. Records of the future say nothing of the rhythm and are only counted. */
export function seeRecords(activity: TrailActivity, records: readonly SeenRecord[], nowMs: number): TrailActivity {
  let { hours, lastEventMs } = activity;
  const lag: number[] = [];
  for (const { eventTimeMs, deliveredMs } of records) {
    if (eventTimeMs <= nowMs) {
      const hour = hourOf(eventTimeMs);
      if (!hasHour(hours, hour)) hours = withHour(hours, hour);
      lastEventMs = Math.max(lastEventMs, eventTimeMs);
    }
    if (deliveredMs === undefined) continue;
    const bucket = lagBucketOf(deliveredMs - eventTimeMs);
    lag[bucket] = (lag[bucket] ?? 0) + 1;
  }
  const today = { [Math.floor(nowMs / dayMs)]: Array.from(lag, (count) => count ?? 0) };
  return {
    ...activity,
    records: activity.records + records.length,
    lastEventMs,
    lastSeenMs: Math.max(activity.lastSeenMs, nowMs),
    hours: hours === activity.hours ? hours : latestDays(hours, rememberedDays),
    lag: lag.length > 0 ? joinLags(activity.lag, today) : activity.lag,
  };
}

/** What both saw. */
export function joinActivity(a: TrailActivity, b: TrailActivity): TrailActivity {
  const inputs = { ...a.inputs };
  for (const [kind, count] of Object.entries(b.inputs)) inputs[kind] = (inputs[kind] ?? 0) + count;
  const paths = joinPaths(a.paths, b.paths);
  return {
    records: a.records + b.records,
    lastEventMs: Math.max(a.lastEventMs, b.lastEventMs),
    lastSeenMs: Math.max(a.lastSeenMs, b.lastSeenMs),
    hours: latestDays(joinHours(a.hours, b.hours), rememberedDays),
    lag: joinLags(a.lag, b.lag),
    inputs,
    ...(paths && { paths }),
  };
}

function joinPaths(a: PathCounts | undefined, b: PathCounts | undefined): PathCounts | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return {
    both: a.both + b.both,
    onlyObjects: a.onlyObjects + b.onlyObjects,
    onlyEvents: a.onlyEvents + b.onlyEvents,
  };
}

function joinLags(a: TrailActivity['lag'], b: TrailActivity['lag']): TrailActivity['lag'] {
  const days = [...new Set([...Object.keys(a), ...Object.keys(b)])].map(Number);
  const latest = Math.max(...days);
  return Object.fromEntries(
    days
      .filter((day) => day > latest - lagDays)
      .map((day) => {
        const [left, right] = [a[day] ?? [], b[day] ?? []];
        const length = Math.max(left.length, right.length);
        return [day, Array.from({ length }, (_, bucket) => (left[bucket] ?? 0) + (right[bucket] ?? 0))];
      }),
  );
}
