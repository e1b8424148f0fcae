import type { Bound } from '@trailhound/contracts';
import type { CorrelationEntry } from './correlation-entry.js';
import type { CorrelationSpec } from './correlation-spec.js';

/**
 * Of one bucket's entries those that decide whether a window of this bucket or the next satisfies an order-free test,
 * whatever comes later; undefined where every one of them may. A window is as long as a bucket, so it holds a bucket
 * whole or cuts it from one side: the first and the last entries that tell something new are enough, muted ones apart.
 * Rules in order are decided by what lies between, too.
 */
export function neededMatches(
  { test }: CorrelationSpec,
  entries: readonly CorrelationEntry[],
): ReadonlySet<CorrelationEntry> | undefined {
  if (test.kind === 'absence' || test.kind === 'first-seen') return undefined;
  if (test.kind === 'rules') {
    if (test.ordered) return undefined;
    return fromBothSides(entries, () => firstOnes(({ input }) => input, Number.POSITIVE_INFINITY));
  }
  const { bounds, measure } = test;
  switch (measure.of) {
    case 'events':
      return fromBothSides(entries, () => firstOnes(({ uid }) => uid, leastOf(bounds)));
    case 'values':
      return fromBothSides(entries, () => firstOnes(({ value }) => value, leastOf(bounds)));
    case 'rules':
      return fromBothSides(entries, () => firstOnes(({ input }) => input, leastOf(bounds)));
    case 'sum':
      return fromBothSides(entries, () => firstSummands(leastSum(bounds)));
    case 'avg':
    case 'percentile':
      return undefined;
    default:
      return measure satisfies never;
  }
}

/** Says of one entry after the other whether it is needed. */
type Need = (entry: CorrelationEntry) => boolean;

function fromBothSides(entries: readonly CorrelationEntry[], need: () => Need): ReadonlySet<CorrelationEntry> {
  const needed = new Set<CorrelationEntry>();
  for (const side of [entries, entries.toReversed()]) {
    const needs = { muted: need(), counted: need() };
    for (const entry of side) if ((entry.suppressed ? needs.muted : needs.counted)(entry)) needed.add(entry);
  }
  return needed;
}

/** The first entry of each of `most` keys, and the first without one: it ends windows and may be the muted one. */
function firstOnes(keyOf: (entry: CorrelationEntry) => string | number | undefined, most: number): Need {
  const seen = new Set<string | number>();
  let isFirst = true;
  return (entry) => {
    const key = keyOf(entry);
    if (key === undefined) {
      const wasFirst = isFirst;
      isFirst = false;
      return wasFirst;
    }
    if (seen.has(key) || seen.size >= most) return false;
    seen.add(key);
    return true;
  };
}

/** Entries until their numbers, the largest of each record, add up to `least`; and the first of all. */
function firstSummands(least: number): Need {
  const byUid = new Map<string, number>();
  let sum = 0;
  return ({ uid, number = 0 }) => {
    const before = byUid.get(uid);
    const isFirst = byUid.size === 0;
    if (sum >= least || (before !== undefined && number <= before)) return isFirst;
    byUid.set(uid, number);
    sum += Math.max(0, number) - Math.max(0, before ?? 0);
    return isFirst || number > 0;
  };
}

function leastOf(bounds: readonly Bound[]): number {
  return Math.max(1, ...bounds.map(({ op, value }) => (op === 'gt' ? Math.floor(value) + 1 : Math.ceil(value))));
}

/** A little more than the bounds ask for, since numbers are added up in another order than they are judged in. */
function leastSum(bounds: readonly Bound[]): number {
  const largest = Math.max(0, ...bounds.map(({ value }) => value));
  return largest + Math.max(1e-9, largest * 1e-9);
}
