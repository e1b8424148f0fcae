import { expect, test } from 'vitest';
import { counterSum, steadyRate } from './progress.js';

test('the rate is that between 25 % and 95 %: a slow start and a slow end do not count', () => {
  const samples = [
    { atMs: 0, count: 0 },
    { atMs: 9000, count: 250 },
    { atMs: 10_000, count: 950 },
    { atMs: 60_000, count: 1000 },
  ];
  expect(steadyRate(samples, 1000)).toBeCloseTo(700);
});

test('between samples the count grows evenly', () => {
  const samples = [
    { atMs: 0, count: 0 },
    { atMs: 1000, count: 1000 },
  ];
  expect(steadyRate(samples, 1000)).toBeCloseTo(1000);
});

test('a run that never got there has no rate', () => {
  expect(() => steadyRate([{ atMs: 0, count: 10 }], 1000)).toThrow(RangeError);
});

test('a counter is summed over its labels, and not taken for another whose name begins alike', () => {
  const text = 'a_total{x="1"} 3\na_total{x="b c"} 4\na_total_created 99\n# a_total 7\nb 1\na_total 1\n';
  expect(counterSum(text, 'a_total')).toBe(8);
  expect(counterSum(text, 'c_total')).toBe(0);
});
