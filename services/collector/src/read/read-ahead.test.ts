import { expect, test } from 'vitest';
import { readAhead } from './read-ahead.js';

function source(log: string[], failAt = Number.POSITIVE_INFINITY) {
  return (async function* () {
    try {
      for (let at = 1; at <= 4; at++) {
        if (at === failAt) throw new Error(`broken at ${at}`);
        log.push(`made ${at}`);
        yield at;
      }
    } finally {
      log.push('ended');
    }
  })();
}

test('the next value is made while one is worked on, and no further', async () => {
  const log: string[] = [];
  for await (const value of readAhead(source(log))) {
    await new Promise((resolve) => setImmediate(resolve));
    log.push(`took ${value}`);
  }
  expect(log).toEqual(['made 1', 'made 2', 'took 1', 'made 3', 'took 2', 'made 4', 'took 3', 'ended', 'took 4']);
});

test('a failure comes after the values before it', async () => {
  const taken: number[] = [];
  const reading = (async () => {
    for await (const value of readAhead(source([], 3))) taken.push(value);
  })();
  await expect(reading).rejects.toThrow('broken at 3');
  expect(taken).toEqual([1, 2]);
});

test("who leaves early ends the source, and its failure is nobody's any more", async () => {
  const log: string[] = [];
  for await (const value of readAhead(source(log, 2))) {
    expect(value).toBe(1);
    break;
  }
  expect(log).toEqual(['made 1', 'ended']);
});
