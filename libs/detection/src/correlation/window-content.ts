import type { Bound, Measure, RulePattern } from '@trailhound/contracts';
import { firstIndex } from '../sorted.js';
import type { CorrelationEntry } from './correlation-entry.js';
import type { CorrelationSpec } from './correlation-spec.js';
import { sequenceOf } from './rule-sequence.js';

/** What a window holds while it moves over sorted entries. */
export interface WindowContent {
  /** Takes the next entry in order. */
  add(entry: CorrelationEntry): void;
  /** Gives up the oldest entry. */
  remove(entry: CorrelationEntry): void;
  /** Whether the content satisfies the test; `fromMs` is the first moment inside the window. */
  holds(fromMs: number): boolean;
}

/** The empty content of a window under a test. */
export function windowContent({ test }: CorrelationSpec, keepsNegative: boolean): WindowContent {
  if (test.kind === 'absence' || test.kind === 'first-seen')
    throw new TypeError(`${test.kind} is told by single records, not by what a window holds`);
  if (test.kind === 'rules') return test.ordered ? orderedRules(test.alternatives) : unorderedRules(test.alternatives);
  return measured(measureContent(test.measure, keepsNegative), test.bounds);
}

/** A number computed over a window; undefined while there is nothing to compute it from. */
interface MeasureContent extends Omit<WindowContent, 'holds'> {
  value(): number | undefined;
}

function measured(content: MeasureContent, bounds: readonly Bound[]): WindowContent {
  return {
    add: (entry) => content.add(entry),
    remove: (entry) => content.remove(entry),
    holds() {
      const value = content.value();
      return value !== undefined && bounds.every((bound) => isWithin(value, bound));
    },
  };
}

function measureContent(measure: Measure, keepsNegative: boolean): MeasureContent {
  switch (measure.of) {
    case 'events':
      return differentOnes(({ uid }) => uid);
    case 'values':
      return differentOnes(({ value }) => value);
    case 'rules':
      return differentOnes(({ input }) => input);
    case 'sum':
      return statistic((numbers) => sum(keepsNegative ? numbers : numbers.filter((number) => number > 0)));
    case 'avg':
      return statistic((numbers) => sum(numbers) / numbers.length);
    case 'percentile':
      return statistic((numbers) => percentileOf(numbers, measure.percentile));
    default:
      return measure satisfies never;
  }
}

/** Counts different keys; an entry without one counts for nothing. */
function differentOnes(keyOf: (entry: CorrelationEntry) => string | number | undefined): MeasureContent {
  const counts = new Map<string | number, number>();
  return {
    add(entry) {
      const key = keyOf(entry);
      if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    remove(entry) {
      const key = keyOf(entry);
      if (key !== undefined) takeOne(counts, key);
    },
    value: () => counts.size,
  };
}

/**
 * A statistic of one number a record: copies of a record with different numbers count as one, with the largest. Numbers
 * are handed out in ascending order, so that rounding does not depend on the order of arrival either.
 */
function statistic(compute: (numbers: readonly number[]) => number): MeasureContent {
  const byUid = new Map<string, number[]>();
  const sorted: number[] = [];
  const change = (uid: string, edit: (numbers: number[]) => void): void => {
    const numbers = byUid.get(uid) ?? [];
    const before = largest(numbers);
    edit(numbers);
    if (numbers.length > 0) byUid.set(uid, numbers);
    else byUid.delete(uid);
    const after = largest(numbers);
    if (before === after) return;
    if (before !== undefined)
      sorted.splice(
        firstIndex(sorted, (number) => number >= before),
        1,
      );
    if (after !== undefined)
      sorted.splice(
        firstIndex(sorted, (number) => number >= after),
        0,
        after,
      );
  };
  return {
    add({ uid, number }) {
      if (number !== undefined) change(uid, (numbers) => numbers.push(number));
    },
    remove({ uid, number }) {
      if (number !== undefined) change(uid, (numbers) => numbers.splice(numbers.indexOf(number), 1));
    },
    value: () => (sorted.length === 0 ? undefined : compute(sorted)),
  };
}

function unorderedRules(alternatives: readonly RulePattern[]): WindowContent {
  const counts = new Map<number, number>();
  return {
    add: ({ input }) => void counts.set(input, (counts.get(input) ?? 0) + 1),
    remove: ({ input }) => takeOne(counts, input),
    holds: () =>
      alternatives.some(
        ({ all, none }) => all.every((input) => counts.has(input)) && !none.some((input) => counts.has(input)),
      ),
  };
}

function orderedRules(alternatives: readonly RulePattern[]): WindowContent {
  const counts = new Map<number, number>();
  const sequences = alternatives.map(({ all, none }) => ({ none, sequence: sequenceOf(all) }));
  return {
    add(entry) {
      counts.set(entry.input, (counts.get(entry.input) ?? 0) + 1);
      for (const { sequence } of sequences) sequence.add(entry);
    },
    remove: ({ input }) => takeOne(counts, input),
    holds: (fromMs) =>
      sequences.some(
        ({ none, sequence }) => sequence.latestStartMs() >= fromMs && !none.some((input) => counts.has(input)),
      ),
  };
}

function takeOne<Key>(counts: Map<Key, number>, key: Key): void {
  const left = (counts.get(key) ?? 1) - 1;
  if (left === 0) counts.delete(key);
  else counts.set(key, left);
}

function largest(numbers: readonly number[]): number | undefined {
  return numbers.length === 0 ? undefined : numbers.reduce((a, b) => Math.max(a, b));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

/** Linear interpolation between the two nearest ranks, as numpy and most databases do (`percentile_cont`). */
function percentileOf(sorted: readonly number[], percentile: number): number {
  const rank = ((sorted.length - 1) * percentile) / 100;
  const low = sorted[Math.floor(rank)] ?? 0;
  const high = sorted[Math.ceil(rank)] ?? low;
  return low + (high - low) * (rank - Math.floor(rank));
}

function isWithin(number: number, { op, value }: Bound): boolean {
  switch (op) {
    case 'gt':
      return number > value;
    case 'gte':
      return number >= value;
    case 'lt':
      return number < value;
    case 'lte':
      return number <= value;
    case 'eq':
      return number === value;
    case 'neq':
      return number !== value;
    default:
      return op satisfies never;
  }
}
