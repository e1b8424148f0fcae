import { expect, test } from 'vitest';
import type { ProcessCost } from '../kit/measured-process.js';
import { medianCost, scanTargets } from './scan-report.js';

const cost = (wallSeconds: number): ProcessCost => ({ wallSeconds, cpuSeconds: wallSeconds, peakMemoryMiB: 100 });

const costs = { nothing: cost(0.1), parse: cost(1), scan: cost(0.9), inflate: cost(0.6), 'scan-gzip': cost(1.3) };

test('a scan is held against reading and parsing, and gzip against what zlib alone adds to a process', () => {
  expect(scanTargets(costs)).toMatchObject([
    { measured: '0.90', isMet: true },
    { measured: '0.80', isMet: true },
  ]);
});

test('a scan that takes longer than either is said to have missed', () => {
  expect(scanTargets({ ...costs, scan: cost(1.2), 'scan-gzip': cost(1.8) })).toMatchObject([
    { measured: '1.20', isMet: false },
    { measured: '1.20', isMet: false },
  ]);
});

test('the cost of a program is the median of its runs, each figure of its own', () => {
  const runs = [cost(3), { ...cost(1), peakMemoryMiB: 300 }, { ...cost(2), peakMemoryMiB: 200 }];
  expect(medianCost(runs)).toEqual({ wallSeconds: 2, cpuSeconds: 2, peakMemoryMiB: 200 });
});
