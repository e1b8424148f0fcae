import { bucketStartMs, slotAt, type WindowGroup } from './bucket-grid.js';
import { type BucketState, bucketIn, compactEvery, type Entry, type GroupState } from './bucket-state.js';
import type { WindowLimits } from './limits.js';
import { type AlertOfBucket, alertEntries } from './summary.js';
import { type WindowSpec, windowLengthMs } from './window.js';

/**
 * A bucket without what no answer depends on: a flood of one group costs bounded memory. Entries beyond the remembered
 * ones go unless {@link neededByWindows}; refs go once no summary can show them.
 */
export function compactBucket(
  group: WindowGroup,
  state: GroupState,
  spec: WindowSpec,
  bucket: number,
  mayBeSuppressed: boolean,
  limits: WindowLimits,
): BucketState {
  const full = bucketIn(state, bucket);
  let { entries } = full;
  if (entries.length > limits.rememberedRecords) {
    const needed = neededByWindows(group, spec, entries);
    entries = entries.filter((entry, at) => at < limits.rememberedRecords || needed.has(entry));
  }
  const isPartial = full.isPartial || entries.length < full.entries.length;
  if (full.normal && (full.marked || !mayBeSuppressed)) {
    const trimmed = new Map(state).set(bucket, { ...full, entries });
    const lastMs = Math.max(
      ...[false, true].map((marked) => lastShownMs(group, trimmed, spec, { bucket, marked }, limits)),
    );
    const nextWindowsFromMs = bucketStartMs(group.grid, bucket + 1) - windowLengthMs(spec);
    entries = entries.map((entry) =>
      entry.ref !== null && entry.atMs > lastMs && entry.atMs <= nextWindowsFromMs ? { ...entry, ref: null } : entry,
    );
  }
  return { ...full, entries, isPartial, compactAt: entries.length + compactEvery };
}

/**
 * Event time after which no record of the alert is shown, now or later: its first record only ever moves back. Infinite
 * while there is still room; none where the alert cannot come to be.
 */
function lastShownMs(
  group: WindowGroup,
  state: GroupState,
  spec: WindowSpec,
  alert: AlertOfBucket,
  limits: WindowLimits,
): number {
  const entries = alertEntries(group, state, spec, alert);
  if (entries === undefined) return Number.NEGATIVE_INFINITY;
  const uids = new Set<string>();
  for (const { uid, atMs } of entries) if (uids.add(uid).size >= limits.shownRecords) return atMs;
  return Number.POSITIVE_INFINITY;
}

/**
 * Entries that decide whether some window of this bucket or the next reaches the threshold, whatever comes later: in each
 * stretch of one window length the earliest and the latest `count` uids, suppressed and not suppressed apart. Any window
 * holds a stretch whole or cuts it from one side, so it finds `count` of them wherever there were as many; and where the
 * record that ended it is gone, the kept one before it ends a window that holds as much. (Distinct counts are decided by
 * values, which stay; their entries are kept so that a summary never shows fewer records than the threshold.)
 */
function neededByWindows(group: WindowGroup, spec: WindowSpec, entries: readonly Entry[]): ReadonlySet<Entry> {
  const { grid } = group;
  // A window of one instant is decided by any record of the bucket.
  const lengthMs = spec.count === 1 ? spec.dedupMs : spec.withinMs;
  const stretchOf = ({ atMs, suppressed }: Entry) => {
    const stretch = spec.distinct ? slotAt(grid, atMs) : Math.floor((atMs - grid.offsetMs) / lengthMs);
    return `${suppressed}:${stretch}`;
  };
  return new Set([
    ...firstUids(entries, spec.count, stretchOf),
    ...firstUids(entries.toReversed(), spec.count, stretchOf),
  ]);
}

function firstUids(entries: readonly Entry[], count: number, stretchOf: (entry: Entry) => string): readonly Entry[] {
  const seen = new Map<string, Set<string>>();
  return entries.filter((entry) => {
    const stretch = stretchOf(entry);
    const uids = seen.get(stretch) ?? new Set();
    if (uids.size >= count || uids.has(entry.uid)) return false;
    seen.set(stretch, uids.add(entry.uid));
    return true;
  });
}
