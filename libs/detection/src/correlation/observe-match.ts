import { bucketAt, bucketStartMs, type WindowGroup } from '../bucket-grid.js';
import type { AlertMark } from '../bucket-state.js';
import { defaultWindowLimits, type WindowLimits } from '../limits.js';
import { insertSorted } from '../sorted.js';
import type { Firing } from '../window.js';
import { type CorrelationEntry, compareEntries } from './correlation-entry.js';
import { correlationFiring } from './correlation-firings.js';
import { type CorrelationSpec, isOrderFree } from './correlation-spec.js';
import { type SatisfyingWindow, satisfyingWindows } from './find-windows.js';

/** All state of a correlation's group in one bucket, as plain data. */
export interface CorrelationBucket {
  /** Sorted by `compareEntries`. */
  readonly entries: readonly CorrelationEntry[];
  /** The alert people see; absent until it is due. */
  readonly normal?: AlertMark;
  /** The marked alert: what would have fired, had nothing been suppressed. */
  readonly marked?: AlertMark;
}

/** Bucket number → state; a missing one is empty. */
export type CorrelationState = ReadonlyMap<number, CorrelationBucket>;

export interface ObservedMatch {
  /** The buckets that changed, whole. */
  readonly changed: CorrelationState;
  readonly firings: readonly Firing[];
}

const emptyBucket: CorrelationBucket = { entries: [] };

/**
 * Takes one match of an order-free correlation (RangeError for any other): an alert exists for a bucket if and only if
 * some window ending there satisfies the test, so the set of alerts does not depend on the order of the matches and only
 * grows. Alerts are pending and answered again until {@link correlationDone}, as those of `observe` are.
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
): ObservedMatch {
  if (!isOrderFree(spec)) throw new RangeError('the correlation can only be judged when its windows are over');
  const own = bucketAt(group.grid, match.atMs);
  const current = new Map(state);
  const changed = new Map<number, CorrelationBucket>();
  const bucketIn = (bucket: number): CorrelationBucket => current.get(bucket) ?? emptyBucket;
  const change = (bucket: number, next: CorrelationBucket): void => {
    current.set(bucket, next);
    changed.set(bucket, next);
  };

  const before = bucketIn(own);
  const entries = insertSorted(before.entries, match, compareEntries);
  if (entries !== before.entries) change(own, { ...before, entries });

  const firings: Firing[] = [];
  for (const { bucket, marked } of alertsInReach(own)) {
    const name = marked ? 'marked' : 'normal';
    let mark = bucketIn(bucket)[name];
    if (mark?.state === 'done' || (mark === undefined && entries === before.entries)) continue;
    const near = [...bucketIn(bucket - 1).entries, ...bucketIn(bucket).entries];
    const window = earliestIn(group, spec, near, bucket, marked);
    if (window === undefined) continue;
    if (mark === undefined) {
      mark = { state: 'pending', uid: match.uid, atMs: nowMs };
      change(bucket, { ...bucketIn(bucket), [name]: mark });
    }
    if (mark.uid !== match.uid && nowMs - mark.atMs <= limits.leaseMs) continue;
    const { reachedMs: _, ...firing } = correlationFiring(group, spec, near, { window, bucket, marked });
    firings.push({ ...firing, records: firing.records.slice(0, limits.shownRecords) });
  }
  return { changed, firings };
}

/** The bucket with one of its alerts durable in the log; the bucket itself where there is nothing to mark. */
export function correlationDone(bucket: CorrelationBucket, marked: boolean): CorrelationBucket {
  const name = marked ? 'marked' : 'normal';
  const mark = bucket[name];
  return mark?.state === 'pending' ? { ...bucket, [name]: { ...mark, state: 'done' } } : bucket;
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
