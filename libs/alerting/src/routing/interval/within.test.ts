import { describe, expect, it } from 'vitest';
import { Intervals, TimeSpan } from './interval.js';
import { isWithin } from './within.js';

const office = { weekdays: 'monday..friday', times: { from: '09:00', to: '17:00' }, zone: 'America/New_York' };
const night = {
  times: [
    { from: '22:00', to: '24:00' },
    { from: '00:00', to: '06:00' },
  ],
  zone: 'Europe/Berlin',
};

const cases = [
  { name: 'a working day at nine, New York', spans: [office], at: '2026-03-02T14:00:00Z', within: true },
  { name: 'a minute before nine', spans: [office], at: '2026-03-02T13:59:00Z', within: false },
  { name: 'at five it is over', spans: [office], at: '2026-03-02T22:00:00Z', within: false },
  { name: 'nine is an hour earlier in summer', spans: [office], at: '2026-03-09T13:00:00Z', within: true },
  { name: 'a Sunday', spans: [office], at: '2026-03-01T15:00:00Z', within: false },
  {
    name: 'a range of days over the end of the week',
    spans: [{ weekdays: 'saturday..monday' }],
    at: '2026-03-02T00:00:00Z',
    within: true,
  },
  { name: 'a night after midnight', spans: [night], at: '2026-03-02T03:00:00Z', within: true },
  {
    name: 'a holiday is left out',
    spans: [{ ...office, except: '2026-03-02' }],
    at: '2026-03-02T15:00:00Z',
    within: false,
  },
  {
    name: 'the last day of a freeze',
    spans: [{ days: { from: '2026-12-20', to: '2027-01-02' } }],
    at: '2027-01-02T23:59:59Z',
    within: true,
  },
  { name: 'any of several spans', spans: [office, { weekdays: 'sunday' }], at: '2026-03-01T15:00:00Z', within: true },
  { name: 'no keys at all', spans: [{}], at: '2026-03-01T15:00:00Z', within: true },
];

describe('isWithin', () => {
  it.each(cases)('$name: $within', ({ spans, at, within }) => {
    expect(isWithin(TimeSpan.array().parse(spans), Date.parse(at))).toBe(within);
  });
});

describe('Intervals', () => {
  it.each([
    [{ weekdays: 'moonday' }, '"moonday" is no day of the week; write monday, or monday..friday'],
    [
      { times: { from: '22:00', to: '06:00' } },
      'from must be before to; write a night as two ranges, one to 24:00 and one from 00:00',
    ],
    [{ times: { from: '9:00', to: '17:00' } }, 'write a time of day as HH:MM, from 00:00 to 24:00; quote it in YAML'],
    [{ zone: 'Mars/Olympus' }, 'no time zone of the IANA database; write Europe/Berlin, America/New_York, UTC'],
    [{ days: { from: '2026-12-25', to: '2026-12-24' } }, 'from must not be after to'],
  ])('refuses %j', (span, message) => {
    expect(JSON.stringify(Intervals.safeParse({ x: span }).error?.issues)).toContain(
      JSON.stringify(message).slice(1, -1),
    );
  });
});
