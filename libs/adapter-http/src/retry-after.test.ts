import { describe, expect, it } from 'vitest';
import { parseRetryAfter } from './retry-after.js';

const nowMs = Date.parse('2026-03-01T10:00:00Z');

describe('parseRetryAfter', () => {
  it.each([
    ['0', 0],
    ['120', 120_000],
    [' 5 ', 5_000],
    ['Sun, 01 Mar 2026 10:01:30 GMT', 90_000],
    ['Sun, 01 Mar 2026 09:00:00 GMT', 0],
    [undefined, undefined],
    ['', undefined],
    ['-5', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['2026-03-01', undefined],
    ['Sun, 99 Foo 2026 10:00:00 GMT', undefined],
    ['9'.repeat(400), undefined],
  ])('reads %j as %j ms', (header, ms) => {
    expect(parseRetryAfter(header, nowMs)).toBe(ms);
  });
});
