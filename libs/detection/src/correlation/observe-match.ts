import { bucketAt, bucketStartMs, type WindowGroup } from '../bucket-grid.js';
import type { AlertMark } from '../bucket-state.js';
import { defaultWindowLimits, type WindowLimits } from '../limits.js';
import { insertSorted } from '../sorted.js';
import type { BucketSummary, Firing } from '../window.js';
import { compactMatches } from './compact-matches.js';
import { type CorrelationBucket, type CorrelationState, emptyCorrelationBucket } from './correlation-bucket.js';
import { type CorrelationEntry, compareEntries } from './correlation-entry.js';
import { correlationFiring } from './correlation-firings.js';
import { type CorrelationSpec, isOrderFree } from './correlation-spec.js';
import { satisfyingWindows } from './find-windows.js';
import { type ReachedMoment, reachedMoments } from './reached-moments.js';
import type { SatisfyingWindow } from './satisfying-window.js';

/** What becomes of the alerts of a correlation: people see them, or the correlation above it looks at them. */
export type CorrelationUse = 'alerts' | 'feeds';

export interface ObservedMatch {
  /** The buckets that changed, whole. */
  readonly changed: CorrelationState;
  readonly firings: readonly Firing[];
  /** For `feeds`: every moment at which the match makes the condition hold, also where that was known. */
  readonly reached: readonly ReachedMoment[];
  /** There was no room for all matches of the bucket: some alert may be missed. */
  readonly lost: boolean;
}

/**
 * Takes one match of an order-free correlation (RangeError for any other): an alert exists for a bucket if and only if
 * some window ending there satisfies the test, so the set of alerts does not depend on the order of the matches and only
 * grows. Alerts are pending and answered again until `markDone`, as those of `observe` are.
 *
 * @param state at least the buckets before, of and after the match
 * @param nowMs wall clock of the store, only for the lease
 */
export function observeMatch(
  group: WindowGroup,
  spec: CorrelationSpec,
  state: CorrelationState,
  match: CorrelationEntry,
  nowMs: number,
  limits: WindowLimits = defaultWindowLimits,
  use: CorrelationUse = 'alerts',
): ObservedMatch {
  if (!isOrderFree(spec)) throw new RangeError('the correlation can only be judged when its windows are over');
  const own = bucketAt(group.grid, match.atMs);
  const current = new Map(state);
  const changed = new Map<number, CorrelationBucket>();
  const bucketIn = (bucket: number): CorrelationBucket => current.get(bucket) ?? emptyCorrelationBucket;
  const change = (bucket: number, next: CorrelationBucket): void => {
    current.set(bucket, next);
    changed.set(bucket, next);
  };

  const before = bucketIn(own);
  const entries = insertSorted(before.entries, match, compareEntries);
  if (entries !== before.entries) change(own, { ...before, entries });
  const near = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, at) => bucketIn(from + at).entries).flat();

  const firings: Firing[] = [];
  for (const { bucket, marked } of use === 'alerts' ? alertsInReach(own) : []) {
    const name = marked ? 'marked' : 'normal';
    let mark = bucketIn(bucket)[name];
    if (mark?.state === 'done' || (mark === undefined && entries === before.entries)) continue;
    const isDue = mark === undefined || isAnswered(mark, match.uid, nowMs, limits);
    if (!isDue) continue;
    const members = near(bucket - 1, bucket);
    const window = earliestIn(group, spec, members, bucket, marked) ?? (mark && windowOf(match, group, bucket));
    if (window === undefined) continue;
    if (mark === undefined) {
      mark = { state: 'pending', uid: match.uid, atMs: nowMs };
      change(bucket, { ...bucketIn(bucket), [name]: mark });
    }
    const { reachedMs: _, ...firing } = correlationFiring(group, spec, members, { window, bucket, marked });
    firings.push({
      ...firing,
      count: Math.max(1, firing.count),
      records: (firing.records.length > 0 ? firing.records : match.refs).slice(0, limits.shownRecords),
    });
  }
  const reached =
    use === 'feeds'
      ? reachedMoments(group, spec, near(own - 1, own + 1), { fromMs: match.atMs, toMs: match.atMs + spec.withinMs })
      : [];

  const grown = bucketIn(own);
  const isFull = changed.has(own) && grown.entries.length >= Math.max(grown.compactAt, limits.rememberedRecords);
  const compacted = isFull ? compactMatches(group, spec, own, grown, limits) : undefined;
  if (compacted) change(own, compacted.bucket);
  return { changed, firings, reached, lost: compacted?.lost ?? false };
}

/** What is known of an alert of a correlation; undefined when no window satisfies it. `state`: its bucket and the one before. */
export function summarizeMatches(
  group: WindowGroup,
  spec: CorrelationSpec,
  state: CorrelationState,
  { bucket, marked }: { readonly bucket: number; readonly marked: boolean },
  limits: WindowLimits,
): BucketSummary | undefined {
  const [previous, own] = [bucket - 1, bucket].map((one) => state.get(one) ?? emptyCorrelationBucket);
  const members = [...(previous?.entries ?? []), ...(own?.entries ?? [])];
  const window = earliestIn(group, spec, members, bucket, marked);
  if (window === undefined) return undefined;
  const firing = correlationFiring(group, spec, members, { window, bucket, marked });
  const reachesBack = firing.firstEventTimeMs < bucketStartMs(group.grid, bucket);
  return {
    count: firing.count,
    countIsLowerBound: own?.isPartial === true || (reachesBack && previous?.isPartial === true),
    firstEventTimeMs: firing.firstEventTimeMs,
    lastEventTimeMs: firing.lastEventTimeMs,
    records: firing.records.slice(0, limits.shownRecords),
  };
}

/** For an alert that was pending for longer than its matches are kept; the alert itself is not lost. */
function windowOf({ atMs }: CorrelationEntry, group: WindowGroup, bucket: number): SatisfyingWindow {
  const toMs = Math.max(atMs, bucketStartMs(group.grid, bucket));
  return { fromMs: toMs, toMs };
}

function isAnswered(mark: AlertMark, uid: string, nowMs: number, { leaseMs }: WindowLimits): boolean {
  return mark.uid === uid || nowMs - mark.atMs > leaseMs;
}

/** A match counts for windows that end in its bucket, and, when it comes late, for those that end in the next. */
function alertsInReach(own: number): readonly { readonly bucket: number; readonly marked: boolean }[] {
  return [own, own + 1].flatMap((bucket) => [
    { bucket, marked: false },
    { bucket, marked: true },
  ]);
}

function earliestIn(
  group: WindowGroup,
  spec: CorrelationSpec,
  entries: readonly CorrelationEntry[],
  bucket: number,
  marked: boolean,
): SatisfyingWindow | undefined {
  const startMs = bucketStartMs(group.grid, bucket);
  return satisfyingWindows(entries, spec, marked).find(({ toMs }) => toMs >= startMs);
}
