import { bucketStartMs, type WindowGroup } from './bucket-grid.js';
import { bucketIn, type Entry, type GroupState } from './bucket-state.js';
import { firstIndex } from './sorted.js';
import { type WindowSpec, windowLengthMs } from './window.js';

/** Event times, the end excluded. */
export interface TimeRange {
  readonly fromMs: number;
  readonly toMs: number;
}

/**
 * The earliest record in `ends` at whose time a window (t − W, t] of `bucket` holds at least `count` different uids;
 * undefined when none does. The alert people see looks at records that are not suppressed; the marked one at all, and
 * its window must hold a suppressed one.
 */
export function earliestReachingEndMs(
  group: WindowGroup,
  state: GroupState,
  spec: WindowSpec,
  window: { readonly bucket: number; readonly marked: boolean; readonly ends: TimeRange },
): number | undefined {
  const { bucket, marked, ends } = window;
  const lengthMs = windowLengthMs(spec);
  const startMs = bucketStartMs(group.grid, bucket);
  const endMs = bucketStartMs(group.grid, bucket + 1);
  const candidates = between(
    bucketIn(state, bucket).entries,
    Math.max(ends.fromMs, startMs),
    Math.min(ends.toMs, endMs),
  );
  const firstEnd = marked ? candidates[0] : candidates.find(({ suppressed }) => !suppressed);
  const lastEnd = candidates.at(-1);
  if (firstEnd === undefined || lastEnd === undefined) return undefined;

  const all = entriesBetween(group, state, firstEnd.atMs - lengthMs + 1, lastEnd.atMs + 1);
  // So few cannot be so many different ones: a group far below its threshold costs no look at each of its records.
  if (all.length < spec.count) return undefined;
  if (marked && !all.some(({ suppressed }) => suppressed)) return undefined;
  return slide(marked ? all : all.filter(({ suppressed }) => !suppressed), firstEnd.atMs, lengthMs, spec.count, marked);
}

/** Moves a window over sorted entries until it reaches `count` different uids at an end not before `fromMs`. */
function slide(
  entries: readonly Entry[],
  fromMs: number,
  lengthMs: number,
  count: number,
  needsSuppressed: boolean,
): number | undefined {
  const copies = new Map<string, number>();
  let suppressed = 0;
  let oldest = 0;
  for (const [at, entry] of entries.entries()) {
    copies.set(entry.uid, (copies.get(entry.uid) ?? 0) + 1);
    if (entry.suppressed) suppressed += 1;
    for (let leaving = entries[oldest]; leaving && leaving.atMs <= entry.atMs - lengthMs; leaving = entries[oldest]) {
      const left = (copies.get(leaving.uid) ?? 1) - 1;
      if (left === 0) copies.delete(leaving.uid);
      else copies.set(leaving.uid, left);
      if (leaving.suppressed) suppressed -= 1;
      oldest += 1;
    }
    // Records of the same instant belong to the same window: judge it at the last of them.
    if (entry.atMs < fromMs || entries[at + 1]?.atMs === entry.atMs) continue;
    if (copies.size >= count && (!needsSuppressed || suppressed > 0)) return entry.atMs;
  }
  return undefined;
}

/** Entries of a range of event time that may reach over several buckets, in order. */
export function entriesBetween(group: WindowGroup, state: GroupState, fromMs: number, toMs: number): readonly Entry[] {
  const first = Math.floor((fromMs - group.grid.offsetMs) / group.grid.dedupMs);
  const last = Math.floor((toMs - 1 - group.grid.offsetMs) / group.grid.dedupMs);
  let found: readonly Entry[] = [];
  for (let bucket = first; bucket <= last; bucket += 1) {
    const part = between(bucketIn(state, bucket).entries, fromMs, toMs);
    found = found.length === 0 ? part : [...found, ...part];
  }
  return found;
}

function between(entries: readonly Entry[], fromMs: number, toMs: number): readonly Entry[] {
  const from = firstIndex(entries, ({ atMs }) => atMs >= fromMs);
  const to = firstIndex(entries, ({ atMs }) => atMs >= toMs);
  return from === 0 && to === entries.length ? entries : entries.slice(from, Math.max(from, to));
}
