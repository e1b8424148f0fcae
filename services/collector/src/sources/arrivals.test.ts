import { expect, it } from 'vitest';
import { Arrivals } from './arrivals.js';

it('what comes before and after it is asked for is handed on in its order, until the signal aborts', async () => {
  const arrivals = new Arrivals<number>();
  const stop = new AbortController();
  const taken: number[] = [];
  arrivals.push(1);
  arrivals.push(2);
  const taking = (async () => {
    for await (const one of arrivals.values(stop.signal)) taken.push(one);
  })();
  await new Promise((resolve) => setImmediate(resolve));
  arrivals.push(3);
  await new Promise((resolve) => setImmediate(resolve));
  stop.abort();
  await taking;
  expect(taken).toEqual([1, 2, 3]);
});

it('a failure reaches whoever waits', async () => {
  const arrivals = new Arrivals<number>();
  const values = arrivals.values(new AbortController().signal);
  const next = values.next();
  arrivals.fail(new Error('the store is gone'));
  await expect(next).rejects.toThrow('the store is gone');
});
