import { describe, expect, it } from 'vitest';
import { Intervals } from './interval.js';
import { intervalEnd } from './interval-end.js';

const intervals = Intervals.parse({
  weekend: { weekdays: 'saturday..sunday', zone: 'Europe/Berlin' },
  night: [
    { times: { from: '20:00', to: '24:00' }, zone: 'Europe/Berlin' },
    { times: { from: '00:00', to: '07:30' }, zone: 'Europe/Berlin' },
  ],
  always: {},
});

describe('the end of an interval', () => {
  it.each([
    ['weekend', '2026-11-28T12:00:00Z', '2026-11-29T23:00:00.000Z'],
    ['weekend', '2026-11-27T22:59:59Z', undefined],
    ['night', '2026-11-27T19:00:00Z', '2026-11-28T06:30:00.000Z'],
    // The clock goes back in this night, which is an hour longer.
    ['night', '2026-10-24T18:00:00Z', '2026-10-25T06:30:00.000Z'],
    ['night', '2026-10-24T05:29:59Z', '2026-10-24T05:30:00.000Z'],
    // Alerts must not wait for ever; a week is counted from 1970-01-01, a Thursday.
    ['always', '2026-11-27T12:00:00Z', '2026-12-03T00:00:00.000Z'],
  ])('%s at %s is %s', (name, at, end) => {
    const endMs = intervalEnd(intervals[name] ?? [], Date.parse(at));
    expect(endMs === undefined ? undefined : new Date(endMs).toISOString()).toBe(end);
  });
});
