import { alertId } from '@trailhound/contracts';
import { bucketAt, bucketStartMs, slotAt, slotsPerWindow, type WindowGroup } from './bucket-grid.js';
import {
  type AlertMark,
  type BucketState,
  bucketIn,
  compareEntries,
  type GroupState,
  neighbours,
} from './bucket-state.js';
import { compactBucket } from './compact-bucket.js';
import { earliestReachingEndMs } from './count-windows.js';
import { addSlotValue, earliestReachingSlot, storedValue } from './distinct-windows.js';
import { defaultWindowLimits, type WindowLimits } from './limits.js';
import { insertSorted } from './sorted.js';
import { summarize } from './summary.js';
import type { CountObservation, Firing } from './window.js';

export interface Observed {
  /** The buckets that changed, whole; the others stay as they are. */
  readonly changed: GroupState;
  readonly firings: readonly Firing[];
}

/**
 * Counts one match. An alert exists for a bucket if and only if some event-time window ending there reaches the
 * threshold; so the set of alerts is a function of the set of records, whatever their order, and only grows.
 *
 * An alert that becomes due is pending until {@link markDone}: a repeat of the record that made it due is answered it
 * again, and so is anyone once it has been pending for longer than the lease. Marking and counting must reach the store
 * together.
 *
 * @param state at least the buckets `neighbours(bucketAt(group.grid, observation.eventTimeMs))`
 * @param nowMs wall clock of the store, only for the lease
 */
export function observe(
  group: WindowGroup,
  state: GroupState,
  observation: CountObservation,
  nowMs: number,
  limits: WindowLimits = defaultWindowLimits,
): Observed {
  const { spec, uid } = observation;
  if (spec.distinct && (observation.value ?? null) === null) return { changed: new Map(), firings: [] };
  const own = bucketAt(group.grid, observation.eventTimeMs);
  const changed = new Map<number, BucketState>();
  const current = new Map(neighbours(own).map((bucket) => [bucket, bucketIn(state, bucket)]));
  const change = (bucket: number, next: BucketState) => {
    changed.set(bucket, next);
    current.set(bucket, next);
  };

  const before = bucketIn(state, own);
  const after = withObservation(group, before, observation);
  if (after !== before) {
    change(own, after);
    for (const alert of alertsInReach(own)) {
      const bucket = bucketIn(current, alert.bucket);
      if (markOf(bucket, alert.marked) !== undefined || (observation.suppressed && !alert.marked)) continue;
      if (!reaches(group, current, observation, alert)) continue;
      change(alert.bucket, withMark(bucket, alert.marked, { state: 'pending', uid, atMs: nowMs }));
    }
  }

  const firings: Firing[] = [];
  for (const alert of alertsInReach(own)) {
    const mark = markOf(bucketIn(current, alert.bucket), alert.marked);
    if (mark?.state !== 'pending' || (mark.uid !== uid && nowMs - mark.atMs <= limits.leaseMs)) continue;
    firings.push(firingOf(group, current, observation, alert, limits));
  }

  const grown = changed.get(own);
  if (grown && grown.entries.length >= grown.compactAt) {
    change(own, compactBucket(group, current, spec, own, observation.mayBeSuppressed, limits));
  }
  return { changed, firings };
}

/** The bucket with one of its alerts durable in the log; the bucket itself where there is nothing to mark. */
export function markDone<Bucket extends Pick<BucketState, 'normal' | 'marked'>>(
  bucket: Bucket,
  marked: boolean,
): Bucket {
  const mark = markOf(bucket, marked);
  return mark?.state === 'pending' ? withMark(bucket, marked, { ...mark, state: 'done' }) : bucket;
}

interface AlertInReach {
  readonly bucket: number;
  readonly marked: boolean;
}

/** A record counts for windows that end in its bucket, and, when it comes late, for those that end in the next. */
function alertsInReach(own: number): readonly AlertInReach[] {
  return [own, own + 1].flatMap((bucket) => [
    { bucket, marked: false },
    { bucket, marked: true },
  ]);
}

function withObservation(group: WindowGroup, bucket: BucketState, observation: CountObservation): BucketState {
  const { spec, uid, eventTimeMs: atMs, suppressed, value } = observation;
  const entries = insertSorted(bucket.entries, { atMs, uid, suppressed, ref: observation.record }, compareEntries);
  const values =
    spec.distinct && typeof value === 'string'
      ? addSlotValue(bucket, { slot: slotAt(group.grid, atMs), value: storedValue(value), suppressed }, spec.count)
      : bucket.values;
  return entries === bucket.entries && values === bucket.values ? bucket : { ...bucket, entries, values };
}

function reaches(
  group: WindowGroup,
  state: GroupState,
  { spec, eventTimeMs }: CountObservation,
  alert: AlertInReach,
): boolean {
  if (spec.distinct) {
    const slot = slotAt(group.grid, eventTimeMs);
    const ends = { from: slot, to: slot + slotsPerWindow - 1 };
    return earliestReachingSlot(group, state, spec, { ...alert, ends }) !== undefined;
  }
  const ends = { fromMs: eventTimeMs, toMs: eventTimeMs + spec.withinMs };
  return earliestReachingEndMs(group, state, spec, { ...alert, ends }) !== undefined;
}

function firingOf(
  group: WindowGroup,
  state: GroupState,
  { key, spec, eventTimeMs, record }: CountObservation,
  { bucket, marked }: AlertInReach,
  limits: WindowLimits,
): Firing {
  // Entries may be gone where the alert was pending for longer than they are kept; the alert itself is not lost.
  const known = summarize(group, state, spec, { bucket, marked }, limits) ?? {
    count: 1,
    firstEventTimeMs: Math.max(eventTimeMs, bucketStartMs(group.grid, bucket)),
    lastEventTimeMs: Math.max(eventTimeMs, bucketStartMs(group.grid, bucket)),
    records: [record],
  };
  return {
    key,
    alertId: windowAlertId(group, bucket, marked),
    bucket,
    suppressed: marked,
    overflow: false,
    count: known.count,
    firstEventTimeMs: known.firstEventTimeMs,
    lastEventTimeMs: known.lastEventTimeMs,
    records: known.records,
  };
}

export function windowAlertId({ key }: WindowGroup, bucket: number, marked: boolean): string {
  return alertId({ ...key, instance: bucket, suppressed: marked });
}

function markOf(bucket: Pick<BucketState, 'normal' | 'marked'>, marked: boolean): AlertMark | undefined {
  return marked ? bucket.marked : bucket.normal;
}

function withMark<Bucket extends Pick<BucketState, 'normal' | 'marked'>>(
  bucket: Bucket,
  marked: boolean,
  mark: AlertMark,
): Bucket {
  return marked ? { ...bucket, marked: mark } : { ...bucket, normal: mark };
}
