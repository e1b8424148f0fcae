import fc from 'fast-check';
import { expect, it } from 'vitest';
import { bucketAt, bucketGrid, bucketStartMs, slotAt, slotsPerWindow } from './bucket-grid.js';
import { aKey, someSpec } from './testing/observations.js';

it('every moment lies in the bucket that starts at or before it and ends after it', () => {
  fc.assert(
    fc.property(someSpec, fc.integer({ min: -1e14, max: 1e14 }), (spec, time) => {
      const grid = bucketGrid(aKey, spec);
      const bucket = bucketAt(grid, time);
      expect(bucketStartMs(grid, bucket)).toBeLessThanOrEqual(time);
      expect(bucketStartMs(grid, bucket + 1)).toBeGreaterThan(time);
    }),
  );
});

it('a slot lies in one bucket, and eleven of them never miss anything within the window', () => {
  fc.assert(
    fc.property(someSpec, fc.integer({ min: -1e9, max: 1e9 }), fc.nat(), (spec, time, back) => {
      const grid = bucketGrid(aKey, { ...spec, distinct: true });
      expect(Math.floor(slotAt(grid, time) / grid.slotsPerBucket)).toBe(bucketAt(grid, time));
      expect(slotAt(grid, time) - slotAt(grid, time - (back % spec.withinMs))).toBeLessThan(slotsPerWindow);
    }),
  );
});

it('groups start their buckets at different times', () => {
  const spec = { count: 2, withinMs: 600_000, dedupMs: 600_000, distinct: false };
  const offsets = ['alice', 'bob', null].map((user) => bucketGrid({ ...aKey, group: [user] }, spec).offsetMs);
  expect(new Set(offsets).size).toBe(3);
});

it('the offset is this for these names, in every release', () => {
  const spec = { count: 2, withinMs: 600_000, dedupMs: 3_600_000, distinct: false };
  expect(bucketGrid({ ruleId: 'r', stateHash: 'h', group: ['alice', null] }, spec).offsetMs).toBe(2_708_244);
});

it('a bucket shorter than the window is refused', () => {
  expect(() => bucketGrid(aKey, { count: 2, withinMs: 2, dedupMs: 1, distinct: false })).toThrow(RangeError);
});
