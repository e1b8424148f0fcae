import { expect, test } from 'vitest';
import { readSeveral } from './read-several.js';

test('several are read at once, and given out in their order however long each takes', async () => {
  const open: (() => void)[] = [];
  let most = 0;
  const read = (item: number): Promise<string> =>
    new Promise((resolve) => {
      open.push(() => resolve(`file ${item}`));
      most = Math.max(most, open.length);
    });
  const items = Array.from({ length: 40 }, (_, at) => at);
  const reading = Array.fromAsync(readSeveral(items, read));
  // The latest first.
  for (; open.length > 0; await new Promise(setImmediate)) open.pop()?.();
  expect(await reading).toEqual(items.map((item) => `file ${item}`));
  expect(most).toBe(16);
});

test('of nothing, nothing is read', async () => {
  expect(await Array.fromAsync(readSeveral([], () => Promise.reject(new Error('unasked'))))).toEqual([]);
});
