import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lagBucketOf, lagQuantileMs } from './delivery-lag.js';
import { emptyActivity, joinActivity, type SeenRecord, seeRecords } from './trail-activity.js';
import { trailStanding } from './trail-standing.js';

const hourMs = 3_600_000;
const startMs = Date.parse('2026-03-02T00:00:00Z');
const at = (hour: number): SeenRecord => ({ eventTimeMs: startMs + hour * hourMs + 60_000 });
const days = (count: number, isActive: (hour: number) => boolean = () => true) =>
  Array.from({ length: count * 24 }, (_, hour) => hour).filter(isActive);
const seen = (hours: readonly number[], nowHour: number) =>
  seeRecords(emptyActivity, hours.map(at), startMs + nowHour * hourMs);
const standing = (hours: readonly number[], nowHour: number) =>
  trailStanding(seen(hours, nowHour), startMs + nowHour * hourMs);

const isOfficeHour = (hour: number) => hour % 24 >= 8 && hour % 24 < 18;
const isWeekday = (hour: number) => Math.floor(hour / 24) % 7 < 5; // the first day is a Monday

describe('a trail that is', () => {
  it.each([
    { name: 'active round the clock, an hour later', hours: days(4), now: 97, quiet: false },
    { name: 'active round the clock, three hours later', hours: days(4), now: 99, quiet: true },
    { name: 'asleep at night, in the night', hours: days(4, isOfficeHour), now: 4 * 24 + 7, quiet: false },
    { name: 'asleep at night, at noon', hours: days(4, isOfficeHour), now: 4 * 24 + 17.5, quiet: true },
    {
      name: 'asleep at weekends, on Sunday',
      hours: days(12, (hour) => isWeekday(hour) && isOfficeHour(hour)),
      now: 13.5 * 24,
      quiet: false,
    },
    { name: 'not yet known, a day later', hours: days(2), now: 72, quiet: false },
  ])('$name: quiet = $quiet', ({ hours, now, quiet }) => {
    expect(standing(hours, now).quietSinceMs !== undefined).toBe(quiet);
  });
});

describe('how a trail stands', () => {
  it('says in which hours nothing happened, the latest first', () => {
    const { gaps, longestSilenceHours } = standing([0, 1, 3, 4, 8], 9);
    expect(gaps).toEqual([
      { fromMs: startMs + 5 * hourMs, toMs: startMs + 8 * hourMs },
      { fromMs: startMs + 2 * hourMs, toMs: startMs + 3 * hourMs },
    ]);
    expect(longestSilenceHours).toBe(3);
  });

  it('fills a gap with what comes late', () => {
    const late = seeRecords(seen([0, 2], 3), [at(1)], startMs + 20 * hourMs);
    expect(trailStanding(late, startMs + 20 * hourMs).gaps).toEqual([]);
  });

  it('does not believe records of the future', () => {
    const { lastEventMs, records } = seen([1, 900], 2);
    expect({ lastEventMs, records }).toEqual({ lastEventMs: at(1).eventTimeMs, records: 2 });
  });

  it('forgets what is older than two weeks', () => {
    expect(Object.keys(seen(days(40), 40 * 24).hours)).toHaveLength(15);
  });

  it('tells the lag of delivery to a quarter', () => {
    const records = Array.from({ length: 1000 }, (_, n) => ({
      eventTimeMs: startMs,
      deliveredMs: startMs + (n + 1) * 1000,
    }));
    const { lagP50Ms = 0, lagP99Ms = 0 } = trailStanding(seeRecords(emptyActivity, records, startMs), startMs);
    expect(lagP50Ms / 500_000).toBeGreaterThan(0.99);
    expect(lagP50Ms / 500_000).toBeLessThan(1.5);
    expect(lagP99Ms / 990_000).toBeGreaterThan(0.99);
    expect(lagP99Ms / 990_000).toBeLessThan(1.5);
    expect(lagQuantileMs([], 0.5)).toBeUndefined();
    expect([-5, 0, 1000, 1e18].map(lagBucketOf)).toEqual([0, 0, 0, 41]);
  });

  it('is the same whoever saw what, in whatever order, and how often', () => {
    const anHour = fc.integer({ min: 0, max: 24 * 12 });
    fc.assert(
      fc.property(fc.array(anHour, { minLength: 1 }), fc.array(anHour, { minLength: 1 }), (left, right) => {
        const [a, b] = [seen(left, 400), seen(right, 400)];
        const together = seen([...left, ...right], 400);
        for (const joined of [joinActivity(a, b), joinActivity(b, a), joinActivity(joinActivity(a, b), b)]) {
          expect({ ...joined, records: 0 }).toEqual({ ...together, records: 0 });
        }
      }),
    );
  });
});
