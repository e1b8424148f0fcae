import { expect, it } from 'vitest';
import { parseOptions } from './options.js';

it('a call without options is the whole organisation of a day', () => {
  expect(parseOptions(['collector'])).toMatchObject({ kind: 'run', accounts: 40, regions: 6, hours: 24, seed: 1 });
  expect(parseOptions(['collector', '--start', '2026-03-02T00:00:00Z'])).toMatchObject({
    startMs: Date.UTC(2026, 2, 2),
  });
});

it.each([
  [[], /npm run soak -- collector/],
  [['notifier'], /npm run soak -- collector/],
  [['collector', '--accounts', '0'], /--accounts 0: write a whole number from 1 to/],
  [['collector', '--hours', 'all'], /--hours all: write a whole number/],
  [['collector', '--start', '2026-03-02T00:30:00Z'], /--start .*: write a whole hour/],
  [['collector', '--start', '2999-03-02T00:00:00Z'], /--start .*: write a whole hour/],
  [['collector', '--colour', 'red'], /--help lists the options/],
])('%j is refused with a sentence', (args, message) => {
  const parsed = parseOptions(args);
  expect(parsed.kind === 'wrong' && parsed.message).toMatch(message);
});
