import { expect, it } from 'vitest';
import { defaultWindowLimits } from './limits.js';
import { overflowDone, turnAway } from './overflow.js';
import { aKey, seen } from './testing/observations.js';

const spec = { count: 3, withinMs: 60_000, dedupMs: 60_000, distinct: false };
const stranger = (n: number) => seen(spec, `uid-${n}`, n, { key: { ...aKey, group: [`session-${n}`] } });

it('groups turned away make one alert of the rule, not one each', () => {
  const first = turnAway(undefined, stranger(1), 0);
  const second = turnAway(first.state, stranger(2), 0);
  expect(first.firings).toHaveLength(1);
  expect(first.firings[0]).toMatchObject({ overflow: true, bucket: null, key: { group: [] } });
  expect(second.firings).toEqual([]);
  expect(second.state).toMatchObject({ count: 2 });
});

it('is answered again to the record that made it due, to anyone after the lease, and to nobody once done', () => {
  const { state } = turnAway(undefined, stranger(1), 0);
  const late = defaultWindowLimits.leaseMs + 1;
  expect(turnAway(state, stranger(1), 5).firings).toHaveLength(1);
  expect(turnAway(state, stranger(2), late).firings).toHaveLength(1);
  expect(turnAway(overflowDone(state), stranger(1), late).firings).toEqual([]);
});

it('names the first hundred records and counts the rest', () => {
  let state = turnAway(undefined, stranger(0), 0).state;
  for (let n = 1; n < 150; n += 1) state = turnAway(state, stranger(n), 0).state;
  expect(state).toMatchObject({ count: 150, records: { length: 100 } });
});
