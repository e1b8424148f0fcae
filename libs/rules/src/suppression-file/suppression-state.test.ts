import { expect, it } from 'vitest';
import { suppressionPeriod, suppressionState } from './suppression-state.js';

it.each([
  ['active', 'has neither beginning nor end', {}],
  ['active', 'begins at this moment', { fromMs: 100 }],
  ['later', 'begins in a moment', { fromMs: 101 }],
  ['active', 'ends in a moment', { untilMs: 101 }],
  ['ended', 'ends at this moment, which is outside', { untilMs: 100 }],
  ['ended', 'lies in the past as a whole', { fromMs: 1, untilMs: 2 }],
] as const)('is %s where it %s', (state, _, period) => {
  expect(suppressionState(period, 100)).toBe(state);
});

it('says its period as people write times', () => {
  const untilMs = Date.UTC(2026, 0, 31);
  expect(suppressionPeriod({ untilMs })).toEqual({ from: null, until: '2026-01-31T00:00:00.000Z' });
});
