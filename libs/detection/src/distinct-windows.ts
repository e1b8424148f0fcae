import { sha256Base64Url } from '@trailhound/contracts';
import { slotsPerWindow, type WindowGroup } from './bucket-grid.js';
import { type BucketState, bucketIn, compareSlotValues, type GroupState, type SlotValue } from './bucket-state.js';
import { firstIndex, insertSorted } from './sorted.js';
import type { WindowSpec } from './window.js';

const plainValue = /^[\x20-\x7e]{0,42}$/;

/**
 * A value as state keeps it: itself while short printable ASCII, else the hash of its JSON: a field can hold 100 KB, or
 * lone surrogates that stores would fold into one.
 */
export function storedValue(value: string): string {
  return plainValue.test(value) ? `=${value}` : `#${sha256Base64Url(JSON.stringify(value))}`;
}

/** The slot's values with one more, unless it is there or the slot alone already makes an alert. */
export function addSlotValue(bucket: BucketState, value: SlotValue, count: number): readonly SlotValue[] {
  const rivals = between(bucket.values, value.slot, value.slot).filter(
    (other) => other.suppressed === value.suppressed,
  );
  return rivals.length >= count ? bucket.values : insertSorted(bucket.values, value, compareSlotValues);
}

/** Slots, both ends included. */
export interface SlotRange {
  readonly from: number;
  readonly to: number;
}

/**
 * The earliest slot in `ends` of `bucket` that saw a value and whose window, itself and the ten before, holds at least
 * `count` different values; undefined when none does. Suppressed values count towards the marked alert only, which needs
 * one. A window is a whole number of slots, so that what fires does not depend on the order of arrival.
 */
export function earliestReachingSlot(
  group: WindowGroup,
  state: GroupState,
  spec: WindowSpec,
  window: { readonly bucket: number; readonly marked: boolean; readonly ends: SlotRange },
): number | undefined {
  const { bucket, marked, ends } = window;
  const own = slotsOf(group, bucket);
  const counted = (value: SlotValue) => marked || !value.suppressed;
  const inBucket = between(bucketIn(state, bucket).values, Math.max(ends.from, own.from), Math.min(ends.to, own.to));
  const candidates = new Set(inBucket.filter(counted).map(({ slot }) => slot));
  for (const slot of candidates) {
    const values = windowValues(group, state, bucket, slot);
    if (values.length < spec.count) continue; // so few cannot be so many different ones
    const seen = new Set<string>();
    let suppressed = false;
    for (const value of values) {
      if (!counted(value)) continue;
      seen.add(value.value);
      suppressed ||= value.suppressed;
    }
    if (seen.size >= spec.count && (!marked || suppressed)) return slot;
  }
  return undefined;
}

function windowValues(group: WindowGroup, state: GroupState, bucket: number, slot: number): readonly SlotValue[] {
  const from = slot - slotsPerWindow + 1;
  const here = between(bucketIn(state, bucket).values, from, slot);
  if (from >= slotsOf(group, bucket).from) return here;
  return [...between(bucketIn(state, bucket - 1).values, from, slot), ...here];
}

function slotsOf(group: WindowGroup, bucket: number): SlotRange {
  const { slotsPerBucket } = group.grid;
  return { from: bucket * slotsPerBucket, to: (bucket + 1) * slotsPerBucket - 1 };
}

/** Values of the slots from `from` to `to`, both included; sorted by slot. */
function between(values: readonly SlotValue[], from: number, to: number): readonly SlotValue[] {
  return values.slice(
    firstIndex(values, ({ slot }) => slot >= from),
    firstIndex(values, ({ slot }) => slot > to),
  );
}
