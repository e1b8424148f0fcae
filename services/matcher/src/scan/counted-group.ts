import {
  type AlertOfBucket,
  type BucketState,
  bucketAt,
  type CountObservation,
  compareEntries,
  compareSlotValues,
  defaultWindowLimits,
  type Entry,
  emptyBucket,
  type Firing,
  type SlotValue,
  slotAt,
  storedValue,
  summarize,
  type WindowGroup,
  type WindowKey,
  type WindowSpec,
  windowAlertId,
  windowGroup,
} from '@trailhound/detection';
import { isEarlierRef } from './earlier-ref.js';

/** Nothing is forgotten: the input is finite, and counts are to be final. */
const limits = {
  ...defaultWindowLimits,
  rememberedRecords: Number.POSITIVE_INFINITY,
  shownRecords: Number.POSITIVE_INFINITY,
};

/**
 * Everything seen of one group of one rule, kept until the end of the input. Alerts are then computed from the set by the
 * same definition as in the service, so neither order nor duplicates of the records show in them.
 */
export interface CountedGroup {
  /** True when it was new; a copy of what is known changes nothing but, perhaps, which copy is named. */
  add(observation: CountObservation): boolean;
  /** The alerts of the group, marked ones too, with final counts. */
  firings(): readonly Firing[];
}

export function createCountedGroup(key: WindowKey, spec: WindowSpec): CountedGroup {
  const group = windowGroup(key, spec);
  const seen = new Map<string, CountObservation>();
  return {
    add(observation) {
      const { uid, eventTimeMs, suppressed, value } = observation;
      const copy = `${uid}\n${eventTimeMs}\n${suppressed}\n${value ?? ''}`;
      const known = seen.get(copy);
      if (known === undefined || isEarlierRef(observation.record, known.record)) seen.set(copy, observation);
      return known === undefined;
    },
    firings() {
      const state = finalState(group, spec, seen.values());
      return [...state.keys()].flatMap((bucket) =>
        [false, true].flatMap((marked) => firing(group, state, spec, { bucket, marked })),
      );
    },
  };
}

function finalState(
  group: WindowGroup,
  spec: WindowSpec,
  seen: Iterable<CountObservation>,
): ReadonlyMap<number, BucketState> {
  const ofBucket = Map.groupBy(seen, ({ eventTimeMs }) => bucketAt(group.grid, eventTimeMs));
  const state = new Map<number, BucketState>();
  for (const [bucket, observations] of ofBucket) {
    const entries = observations.map(({ uid, eventTimeMs, suppressed, record }): Entry => {
      return { atMs: eventTimeMs, uid, suppressed, ref: record };
    });
    const values = spec.distinct ? slotValues(group, observations) : [];
    state.set(bucket, { ...emptyBucket, entries: entries.sort(compareEntries), values });
  }
  return state;
}

function slotValues(group: WindowGroup, observations: readonly CountObservation[]): readonly SlotValue[] {
  const values = new Map<string, SlotValue>();
  for (const { eventTimeMs, suppressed, value } of observations) {
    if (value === undefined || value === null) continue;
    const slotValue = { slot: slotAt(group.grid, eventTimeMs), value: storedValue(value), suppressed };
    values.set(JSON.stringify(slotValue), slotValue);
  }
  return [...values.values()].sort(compareSlotValues);
}

function firing(
  group: WindowGroup,
  state: ReadonlyMap<number, BucketState>,
  spec: WindowSpec,
  alert: AlertOfBucket,
): readonly Firing[] {
  const summary = summarize(group, state, spec, alert, limits);
  if (summary === undefined) return [];
  const { bucket, marked } = alert;
  const { countIsLowerBound: _, ...known } = summary;
  return [
    {
      key: group.key,
      alertId: windowAlertId(group, bucket, marked),
      bucket,
      suppressed: marked,
      overflow: false,
      ...known,
    },
  ];
}
