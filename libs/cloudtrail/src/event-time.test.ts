import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseEventTime } from './index.js';

describe('an event time', () => {
  it.each<[unknown, string]>([
    ['2026-01-31T23:59:59Z', '2026-01-31T23:59:59.000Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['2022-01-01 00:00:00.000', '2022-01-01T00:00:00.000Z'],
    ['2022-01-01T00:00:00', '2022-01-01T00:00:00.000Z'],
    ['2022-01-01T00:00:00.123456789Z', '2022-01-01T00:00:00.123Z'],
    ['2022-01-01T00:00:00.5z', '2022-01-01T00:00:00.500Z'],
    ['2022-01-01T00:00:00+02:00', '2021-12-31T22:00:00.000Z'],
    ['2022-01-01T00:00:00-05:30', '2022-01-01T05:30:00.000Z'],
    ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
  ])('%s is %s', (text, iso) => {
    expect(parseEventTime(text)).toEqual({ ok: true, epochMs: Date.parse(iso) });
  });

  it.each<[unknown, RegExp]>([
    [undefined, /is missing/],
    [null, /not text but null/],
    [1700000000, /not text but 1700000000/],
    [{ a: 1 }, /not text/],
    ['', /not an ISO 8601 time/],
    ['1700000000', /not an ISO 8601 time/],
    ['redacted', /not an ISO 8601 time/],
    ['2026-13-40', /not an ISO 8601 time/],
    ['2026-13-40T00:00:00Z', /does not exist/],
    ['2026-02-29T00:00:00Z', /does not exist/],
    ['2026-04-31T00:00:00Z', /does not exist/],
    ['2026-01-01T24:00:00Z', /does not exist/],
    ['2026-01-01T00:60:00Z', /does not exist/],
    ['2026-01-01T00:00:00+24:00', /does not exist/],
    ['2025-10-21T00:00:00TZ', /not an ISO 8601 time/],
    ['2026-01-01T00:00:00Z\n', /not an ISO 8601 time/],
    [`2026-01-01T00:00:00.${'1'.repeat(31)}`, /not an ISO 8601 time/],
  ])('text %# is refused: %j', (text, message) => {
    expect(parseEventTime(text)).toEqual({ ok: false, message: expect.stringMatching(message) });
  });

  it('agrees with the calendar of the platform from year 0 to 9999', () => {
    const years = { min: new Date('0000-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(years), (date) => {
        expect(parseEventTime(date.toISOString())).toEqual({ ok: true, epochMs: date.getTime() });
      }),
    );
  });
});
