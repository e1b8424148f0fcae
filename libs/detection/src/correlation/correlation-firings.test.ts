import type { Bound, CorrelationTest, Measure } from '@trailhound/contracts';
import { describe, expect, it } from 'vitest';
import { markDone } from '../observe.js';
import { matchAt, observedIds } from '../testing/correlated-matches.js';
import { aKey } from '../testing/observations.js';
import { type CorrelationEntry, compareEntries } from './correlation-entry.js';
import { correlationFirings } from './correlation-firings.js';
import { correlationGroup } from './correlation-spec.js';
import { observeMatch } from './observe-match.js';

const withinMs = 600_000;
const firingsOf = (test: CorrelationTest, entries: readonly CorrelationEntry[]) =>
  correlationFirings(correlationGroup(aKey, { withinMs, test }), { withinMs, test }, entries.toSorted(compareEntries));
/** Some alert people see; where in the grid its bucket lies does not matter here. */
const alerts = (test: CorrelationTest, entries: readonly CorrelationEntry[]): boolean =>
  firingsOf(test, entries).some(({ suppressed }) => !suppressed);

const both: CorrelationTest = { kind: 'rules', ordered: false, alternatives: [{ all: [0, 1], none: [] }] };
const inOrder: CorrelationTest = { ...both, ordered: true };
const withoutThird: CorrelationTest = { ...both, alternatives: [{ all: [0, 1], none: [2] }] };
const measured = (of: Measure, ...bounds: Bound[]): CorrelationTest => ({ kind: 'number', measure: of, bounds });
const muted = { suppressed: true };

describe('rules that match within ten minutes', () => {
  it.each<[string, CorrelationTest, readonly CorrelationEntry[], boolean]>([
    ['both make an alert', both, [matchAt(0, 0), matchAt(1, 599)], true],
    ['in any order', both, [matchAt(1, 0), matchAt(0, 599)], true],
    ['ten minutes apart they do not', both, [matchAt(0, 0), matchAt(1, 600)], false],
    ['one of them many times does not', both, [matchAt(0, 0), matchAt(0, 1), matchAt(0, 2)], false],
    ['one record that both match does', both, [matchAt(0, 5, { uid: 'a' }), matchAt(1, 5, { uid: 'a' })], true],
    ['a muted match does not count', both, [matchAt(0, 0), matchAt(1, 1, muted)], false],
    ['in order makes an alert', inOrder, [matchAt(0, 0), matchAt(1, 599)], true],
    ['in the wrong order does not', inOrder, [matchAt(1, 0), matchAt(0, 1)], false],
    [
      'a later one of the first cannot be followed by an earlier second',
      inOrder,
      [matchAt(1, 5), matchAt(0, 9)],
      false,
    ],
    ['one record cannot follow itself', inOrder, [matchAt(0, 5, { uid: 'a' }), matchAt(1, 5, { uid: 'a' })], false],
    [
      'records of one second are ordered by eventID',
      inOrder,
      [matchAt(0, 5, { uid: 'z', eventID: 'a' }), matchAt(1, 5, { uid: 'b', eventID: 'b' })],
      true,
    ],
    [
      'and not by the order of their uids',
      inOrder,
      [matchAt(0, 5, { uid: 'a', eventID: 'b' }), matchAt(1, 5, { uid: 'z', eventID: 'a' })],
      false,
    ],
    ['a third that must stay silent and does', withoutThird, [matchAt(0, 0), matchAt(1, 1), matchAt(2, 601)], true],
    ['a third that does not', withoutThird, [matchAt(0, 0), matchAt(1, 1), matchAt(2, 599)], false],
    ['also when it came first', withoutThird, [matchAt(2, 0), matchAt(0, 1), matchAt(1, 2)], false],
  ])('%s', (_name, test, entries, expected) => {
    expect(alerts(test, entries)).toBe(expected);
  });
});

describe('numbers over ten minutes', () => {
  const bytes = (...numbers: number[]) => numbers.map((number, at) => matchAt(0, at * 60, { number }));
  const calls = (count: number) => Array.from({ length: count }, (_, at) => matchAt(0, at));

  it.each<[string, CorrelationTest, readonly CorrelationEntry[], boolean]>([
    ['a sum is reached', measured({ of: 'sum' }, { op: 'gte', value: 100 }), bytes(60, 40), true],
    ['or not', measured({ of: 'sum' }, { op: 'gt', value: 100 }), bytes(60, 40), false],
    [
      'a negative value takes nothing from it',
      measured({ of: 'sum' }, { op: 'gte', value: 100 }),
      bytes(-50, 100),
      true,
    ],
    ['unless the sum has an upper bound', measured({ of: 'sum' }, { op: 'lt', value: 60 }), bytes(-50, 100), true],
    [
      'an average is over the limit at some time',
      measured({ of: 'avg' }, { op: 'gt', value: 50 }),
      bytes(10, 99),
      true,
    ],
    ['or never', measured({ of: 'avg' }, { op: 'gt', value: 60 }), bytes(10, 99), false],
    [
      'matches without a number leave it alone',
      measured({ of: 'avg' }, { op: 'gte', value: 99 }),
      [matchAt(0, 1), ...bytes(99)],
      true,
    ],
    [
      'the median of two lies between',
      measured({ of: 'percentile', percentile: 50 }, { op: 'eq', value: 20 }),
      bytes(10, 30),
      true,
    ],
    [
      'the 95th percentile',
      measured({ of: 'percentile', percentile: 95 }, { op: 'gt', value: 90 }),
      bytes(1, 1, 1, 100),
      false,
    ],
    [
      'the 100th is the largest',
      measured({ of: 'percentile', percentile: 100 }, { op: 'gte', value: 100 }),
      bytes(1, 1, 100),
      true,
    ],
    ['exactly three, on the way to four', measured({ of: 'events' }, { op: 'eq', value: 3 }), calls(4), true],
    ['fewer than three', measured({ of: 'events' }, { op: 'lt', value: 3 }), calls(2), true],
    ['not fewer than three', measured({ of: 'events' }, { op: 'lt', value: 3 }), calls(4), false],
    [
      'between two and three',
      measured({ of: 'events' }, { op: 'gte', value: 2 }, { op: 'lte', value: 3 }),
      calls(3),
      true,
    ],
    ['more than that', measured({ of: 'events' }, { op: 'gte', value: 2 }, { op: 'lte', value: 3 }), calls(4), false],
    ['not two', measured({ of: 'events' }, { op: 'neq', value: 2 }), calls(2), false],
    ['two of three rules', measured({ of: 'rules' }, { op: 'gte', value: 2 }), [matchAt(0, 0), matchAt(2, 9)], true],
    [
      'different values',
      measured({ of: 'values' }, { op: 'gte', value: 2 }),
      [matchAt(0, 0, { value: 'a' }), matchAt(0, 1, { value: 'a' })],
      false,
    ],
  ])('%s', (_name, test, entries, expected) => {
    expect(alerts(test, entries)).toBe(expected);
  });
});

describe('an alert of a correlation', () => {
  it('names its records in order, each once, and what muted ones would have made', () => {
    const firings = firingsOf(both, [
      matchAt(1, 20),
      matchAt(0, 0),
      matchAt(0, 10, muted),
      matchAt(1, 0, { uid: 'uid-0-0' }),
    ]);
    const shown = firings.map(({ suppressed, count, records }) => [suppressed, count, records.map(({ uid }) => uid)]);
    expect(shown).toContainEqual([false, 2, ['uid-0-0', 'uid-1-20']]);
    expect(shown).toContainEqual([true, 3, ['uid-0-0', 'uid-0-10', 'uid-1-20']]);
  });

  it('is answered once more to the record that made it due, and to nobody once it is done', () => {
    const spec = { withinMs, test: both };
    const group = correlationGroup(aKey, spec);
    const first = observeMatch(group, spec, new Map(), matchAt(0, 0), 0);
    const second = observeMatch(group, spec, first.changed, matchAt(1, 1), 0);
    expect([first, second].map(({ firings }) => firings.length)).toEqual([0, 1]);
    const state = new Map([...first.changed, ...second.changed]);
    expect(observeMatch(group, spec, state, matchAt(1, 1), 0).firings).toEqual(second.firings);
    expect(observeMatch(group, spec, state, matchAt(1, 2), 0).firings).toEqual([]);
    expect(observeMatch(group, spec, state, matchAt(1, 2), 31_000).firings).toHaveLength(1);
    const done = new Map([...state].map(([bucket, one]) => [bucket, markDone(one, false)] as const));
    expect(observeMatch(group, spec, done, matchAt(1, 1), 31_000).firings).toEqual([]);
  });

  it('needs the end of its window where it asks for few or for silence', () => {
    expect(() => observedIds({ withinMs, test: withoutThird }, [matchAt(0, 0)])).toThrow(RangeError);
    const fewer = measured({ of: 'events' }, { op: 'lt', value: 3 });
    expect(() => observedIds({ withinMs, test: fewer }, [matchAt(0, 0)])).toThrow(RangeError);
  });
});
