import { describe, expect, it } from 'vitest';
import { Intervals } from './interval.js';
import { intervalEnd } from './interval-end.js';

const intervals = Intervals.parse({
  weekend: { weekdays: 'saturday..sunday', zone: 'Europe/Berlin' },
  night: [
    { times: { from: '20:00', to: '24:00' }, zone: 'Europe/Berlin' },
    { times: { from: '00:00', to: '07:30' }, zone: 'Europe/Berlin' },
  ],
  holidays: { days: ['2026-12-24', { from: '2026-12-25', to: '2026-12-26' }], zone: 'Europe/Berlin' },
  'working hours but not on holidays': {
    weekdays: 'monday..friday',
    times: { from: '09:00', to: '17:00' },
    except: { from: '2026-12-24', to: '2026-12-26' },
    zone: 'America/New_York',
  },
  freeze: { days: { from: '2026-12-01', to: '2026-12-10' } },
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
    // Weeks since 1970 begin on Thursdays: nothing ends there for that.
    ['night', '2026-07-01T19:15:00Z', '2026-07-02T05:30:00.000Z'],
    // The clock goes forward in this night, which is an hour shorter.
    ['night', '2026-03-28T19:00:00Z', '2026-03-29T05:30:00.000Z'],
    ['night', '2026-03-29T05:30:00Z', undefined],
    ['holidays', '2026-12-24T09:00:00Z', '2026-12-26T23:00:00.000Z'],
    ['holidays', '2026-12-23T22:59:59Z', undefined],
    ['working hours but not on holidays', '2026-12-23T14:00:00Z', '2026-12-23T22:00:00.000Z'],
    ['working hours but not on holidays', '2026-12-24T14:00:00Z', undefined],
    // Longer than the week after the one it is asked in, then shorter.
    ['freeze', '2026-12-01T00:00:00Z', '2026-12-03T00:00:00.000Z'],
    ['freeze', '2026-12-03T00:00:00Z', '2026-12-11T00:00:00.000Z'],
    // Alerts must not wait for ever; a week is counted from 1970-01-01, a Thursday.
    ['always', '2026-11-27T12:00:00Z', '2026-12-03T00:00:00.000Z'],
  ])('%s at %s is %s', (name, at, end) => {
    const endMs = intervalEnd(intervals[name] ?? [], Date.parse(at));
    expect(endMs === undefined ? undefined : new Date(endMs).toISOString()).toBe(end);
  });

  it('does not depend on which instant of the stretch was asked about before', () => {
    const days = { from: '2026-12-01', to: '2026-12-31' };
    const at = Array.from({ length: 62 }, (_, half) => Date.parse('2026-12-01T00:00:00Z') + half * 12 * 3_600_000);
    const alone = at.map((ms) => intervalEnd(Intervals.parse({ month: { days } })['month'] ?? [], ms));
    const { month = [] } = Intervals.parse({ month: { days } });
    expect(at.map((ms) => intervalEnd(month, ms))).toEqual(alone);
    expect(at.map((ms) => intervalEnd(month, ms)).reverse()).toEqual([...alone].reverse());
  });
});
