import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortedDiff } from './sorted-diff.js';

interface Item {
  readonly rank: number;
}
const byRank = (a: Item, b: Item) => a.rank - b.rank;
const pool: readonly Item[] = Array.from({ length: 40 }, (_, at) => ({ rank: at >> 1 }));
const sortedItems = fc
  .uniqueArray(fc.constantFrom(...pool), { selector: ({ rank }) => rank })
  .map((items) => items.toSorted(byRank));

it('removing and writing what it says turns one list into the other', () => {
  fc.assert(
    fc.property(sortedItems, sortedItems, (before, after) => {
      const { removed, written } = sortedDiff(before, after, byRank);
      const rows = new Map(before.map((item) => [item.rank, item]));
      for (const { rank } of removed) rows.delete(rank);
      for (const item of written) rows.set(item.rank, item);
      expect([...rows.values()].sort(byRank)).toEqual(after);
      for (const item of written) expect(before).not.toContain(item);
    }),
  );
});
