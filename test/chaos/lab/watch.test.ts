import { expect, test } from 'vitest';
import type { GroupProgress } from './topics.js';
import { stepsBackOf } from './watch.js';

const progress = (committed: readonly [number, bigint][], start = 0n): GroupProgress => ({
  committed: new Map(committed),
  starts: new Map([[0, start]]),
  ends: new Map([[0, 500n]]),
  lag: 0n,
});

test.each([
  ['a group that goes on steps not back', progress([[0, 114n]]), progress([[0, 120n]]), []],
  ['a lower offset is a step back', progress([[0, 114n]]), progress([[0, 113n]]), ['113']],
  ['an offset that is gone is a step back to the beginning of the log', progress([[0, 114n]]), progress([]), ['0']],
  ['but not where all before it was deleted', progress([[0, 114n]]), progress([], 257n), []],
  ['a group that had committed nothing has nothing to step back from', progress([]), progress([[0, 3n]]), []],
])('%s', (_title, before, now, to) => {
  expect(stepsBackOf('matcher', before, now).map((step) => step.to)).toEqual(to);
});
