import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Intervals, TimeSpan } from './interval.js';
import { endOf, isWithin } from './within.js';

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

describe('endOf', () => {
  it.each([
    {
      name: 'the time itself when nothing covers it',
      spans: [office],
      at: '2026-03-01T15:00:30Z',
      end: '2026-03-01T15:00:30Z',
    },
    {
      name: 'the end of a night that crosses midnight',
      spans: [night],
      at: '2026-03-01T21:30:10Z',
      end: '2026-03-02T05:00:00Z',
    },
    {
      name: 'the end of the night in which clocks go forward',
      spans: [night],
      at: '2026-03-28T22:00:00Z',
      end: '2026-03-29T04:00:00Z',
    },
    {
      name: 'the end of the night in which clocks go back',
      spans: [night],
      at: '2026-10-24T22:00:00Z',
      end: '2026-10-25T05:00:00Z',
    },
    {
      name: 'the end of a weekend',
      spans: [{ weekdays: 'saturday..sunday' }],
      at: '2026-03-07T12:00:00Z',
      end: '2026-03-09T00:00:00Z',
    },
    {
      name: 'the end of the last of overlapping spans',
      spans: [{ weekdays: 'sunday' }, { times: { from: '00:00', to: '06:00' } }],
      at: '2026-03-01T12:00:00Z',
      end: '2026-03-02T06:00:00Z',
    },
  ])('is $name', ({ spans, at, end }) => {
    expect(new Date(endOf(TimeSpan.array().parse(spans), Date.parse(at)) ?? 0)).toEqual(new Date(end));
  });

  it('is nowhere for what always is', () => {
    expect(endOf([TimeSpan.parse({})], 0)).toBeUndefined();
  });

  it('is the first minute outside, for any span of any day of the year', () => {
    const clock = fc.integer({ min: 0, max: 24 * 60 }).map((at) => `${pad(Math.floor(at / 60))}:${pad(at % 60)}`);
    const times = fc
      .tuple(clock, clock)
      .filter(([a, b]) => a !== b && (a !== '00:00' || b !== '24:00') && (b !== '00:00' || a !== '24:00'))
      .map(([a, b]) => (a < b ? { from: a, to: b } : { from: b, to: a }));
    const zone = fc.constantFrom('UTC', 'Europe/Berlin', 'America/St_Johns', 'Australia/Lord_Howe', 'Asia/Kathmandu');
    const at = fc.integer({ min: Date.UTC(2026, 0), max: Date.UTC(2027, 0) });
    fc.assert(
      fc.property(times, zone, at, (range, name, ms) => {
        const spans = [TimeSpan.parse({ times: range, zone: name })];
        const end = endOf(spans, ms);
        let minute = isWithin(spans, ms) ? Math.floor(ms / 60_000) * 60_000 : ms;
        while (isWithin(spans, minute)) minute += 60_000;
        expect(end).toBe(minute);
      }),
      { numRuns: 60 },
    );
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

function pad(number: number): string {
  return String(number).padStart(2, '0');
}
