import { expect, test } from 'vitest';
import { readSeveral } from './read-several.js';

test('several are read at once, and answered in their order however long each takes', async () => {
  const open = new Map<number, () => void>();
  let most = 0;
  const read = (item: number): Promise<string> =>
    new Promise((resolve) => {
      open.set(item, () => resolve(`file ${item}`));
      most = Math.max(most, open.size);
    });
  const items = Array.from({ length: 40 }, (_, at) => at);
  const reading = readSeveral(items, read);
  while (open.size > 0) {
    const [latest, finish] = [...open].at(-1) ?? [0, () => undefined];
    open.delete(latest);
    finish();
    await new Promise(setImmediate);
  }
  expect(await reading).toEqual(items.map((item) => `file ${item}`));
  expect(most).toBe(16);
});

test('nothing to read is answered at once', async () => {
  expect(await readSeveral([], () => Promise.reject(new Error('unasked')))).toEqual([]);
});
