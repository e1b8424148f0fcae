import { bucketStartMs, slotAt, slotsPerWindow, type WindowGroup } from './bucket-grid.js';
import { bucketIn, type Entry, type GroupState } from './bucket-state.js';
import { earliestReachingEndMs, entriesBetween } from './count-windows.js';
import { earliestReachingSlot } from './distinct-windows.js';
import type { WindowLimits } from './limits.js';
import { type BucketSummary, type WindowSpec, windowLengthMs } from './window.js';

/** One alert of a group. */
export interface AlertOfBucket {
  readonly bucket: number;
  readonly marked: boolean;
}

/**
 * What is known of an alert: its records are those from the start of the earliest window that reaches the threshold to
 * the end of the bucket. A pure function of the set of records, exact while a bucket holds no more than
 * `rememberedRecords` of them. `state` gives the bucket and the one before. Undefined when no window reaches it.
 */
export function summarize(
  group: WindowGroup,
  state: GroupState,
  spec: WindowSpec,
  alert: AlertOfBucket,
  limits: WindowLimits,
): BucketSummary | undefined {
  const entries = alertEntries(group, state, spec, alert);
  const first = entries?.[0];
  if (entries === undefined || first === undefined) return undefined;
  const { bucket } = alert;
  const reachesBack = first.atMs < bucketStartMs(group.grid, bucket);
  const byUid = new Map<string, Entry>();
  for (const entry of entries) if (!byUid.has(entry.uid)) byUid.set(entry.uid, entry);
  const shown = [...byUid.values().take(limits.shownRecords)];
  return {
    count: byUid.size,
    countIsLowerBound: bucketIn(state, bucket).isPartial || (reachesBack && bucketIn(state, bucket - 1).isPartial),
    firstEventTimeMs: first.atMs,
    lastEventTimeMs: entries.at(-1)?.atMs ?? first.atMs,
    records: shown.flatMap(({ ref }) => (ref === null ? [] : [ref])),
  };
}

/** The records an alert is made of, in event-time order; undefined while no window reaches the threshold. */
export function alertEntries(
  group: WindowGroup,
  state: GroupState,
  spec: WindowSpec,
  { bucket, marked }: AlertOfBucket,
): readonly Entry[] | undefined {
  const { grid } = group;
  const startMs = bucketStartMs(grid, bucket);
  const endMs = bucketStartMs(grid, bucket + 1);
  const counted = (entry: Entry) => marked || !entry.suppressed;
  if (spec.distinct) {
    const ends = { from: slotAt(grid, startMs), to: slotAt(grid, endMs) - 1 };
    const slot = earliestReachingSlot(group, state, spec, { bucket, marked, ends });
    if (slot === undefined) return undefined;
    const from = slot - slotsPerWindow + 1;
    const previousStartMs = bucketStartMs(grid, bucket - 1);
    const near = entriesBetween(group, state, previousStartMs, endMs);
    return near.filter((entry) => counted(entry) && slotAt(grid, entry.atMs) >= from);
  }
  const ends = { fromMs: startMs, toMs: endMs };
  const windowEndMs = earliestReachingEndMs(group, state, spec, { bucket, marked, ends });
  if (windowEndMs === undefined) return undefined;
  return entriesBetween(group, state, windowEndMs - windowLengthMs(spec) + 1, endMs).filter(counted);
}
