import { describe, expect, it } from 'vitest';
import { timePartOf } from './time-part.js';

describe('a part of a time', () => {
  it.each([
    ['2026-01-15T18:05:09Z', { minute: 5, hour: 18, day: 15, week: 3, month: 1, year: 2026 }],
    ['2026-01-15T23:30:00-02:00', { minute: 30, hour: 1, day: 16, week: 3, month: 1, year: 2026 }],
    ['2021-01-03T00:00:00Z', { week: 53, year: 2021 }],
    ['2024-12-30T12:00:00Z', { week: 1, month: 12, year: 2024 }],
    ['2020-12-31T12:00:00Z', { week: 53 }],
    ['1969-12-29T00:00:00Z', { week: 1, year: 1969 }],
  ])('%s is read in UTC', (text, parts) => {
    const seen = Object.fromEntries(
      Object.keys(parts).map((part) => [part, timePartOf(text, part as 'minute' | 'week')]),
    );
    expect(seen).toEqual(parts);
  });

  it.each(['', 'yesterday', '2026-02-30T00:00:00Z', '1768500000'])('%j has none', (text) => {
    expect(timePartOf(text, 'hour')).toBe(undefined);
  });
});
