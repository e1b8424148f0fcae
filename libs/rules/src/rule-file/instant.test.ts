import { describe, expect, it } from 'vitest';
import { parseInstant } from './instant.js';

describe('a moment in a suppression', () => {
  it.each([
    ['2026-12-31', Date.UTC(2026, 11, 31)],
    ['2026-12-31T18:00:00Z', Date.UTC(2026, 11, 31, 18)],
    ['2026-12-31T18:00:00', Date.UTC(2026, 11, 31, 18)],
    ['2026-12-31T18:00:00+02:00', Date.UTC(2026, 11, 31, 16)],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['2026-02-29', undefined],
    ['2026-13-01', undefined],
    ['31.12.2026', undefined],
    ['1767225600', undefined],
    ['tomorrow', undefined],
    ['', undefined],
  ])('%j', (text, epochMs) => {
    expect(parseInstant(text)).toBe(epochMs);
  });
});
