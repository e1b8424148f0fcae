import { z } from 'zod';
import { oneOrMore } from '../one-or-more.js';
import { isTimeZone } from './local-time.js';

/** ISO 8601 order: the position is the day's number less one. */
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof weekdays)[number];

const Clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'write a time of day as HH:MM, from 00:00 to 24:00; quote it in YAML');
const DayText = z.iso.date();

const WeekdayRange = z
  .string()
  .transform((text, context) => {
    const names: readonly string[] = weekdays;
    const [first, last = first, ...more] = text.split('..').map((name) => names.indexOf(name));
    if (more.length === 0 && first !== undefined && last !== undefined && first >= 0 && last >= 0) {
      return weekdays.filter((_, at) => (first <= last ? at >= first && at <= last : at >= first || at <= last));
    }
    context.issues.push({
      code: 'custom',
      input: text,
      message: `${JSON.stringify(text)} is no day of the week; write monday, or monday..friday`,
    });
    return z.NEVER;
  })
  .describe('a day, `saturday`, or a range of days, `monday..friday`');

const TimeRange = z
  .strictObject({
    from: Clock.describe('first minute'),
    to: Clock.describe('the minute after the last; 24:00 is midnight'),
  })
  .refine(
    ({ from, to }) => from < to,
    'from must be before to; write a night as two ranges, one to 24:00 and one from 00:00',
  );

const DayRange = z
  .union([DayText.transform((day) => ({ from: day, to: day })), z.strictObject({ from: DayText, to: DayText })])
  .refine(({ from, to }) => from <= to, 'from must not be after to')
  .describe('a date, `2026-12-24`, or `{ from, to }`, both days included');

/** Part of the week in some time zone. Every key given must hold; without keys it is always. */
export const TimeSpan = z.strictObject({
  weekdays: oneOrMore(WeekdayRange)
    .transform((ranges) => [...new Set(ranges.flat())])
    .optional()
    .describe('days of the week'),
  times: oneOrMore(TimeRange).optional().describe('times of day'),
  days: oneOrMore(DayRange).optional().describe('dates: holidays, a change freeze'),
  except: oneOrMore(DayRange).optional().describe('dates that are left out'),
  zone: z
    .string()
    .refine(isTimeZone, 'no time zone of the IANA database; write Europe/Berlin, America/New_York, UTC')
    .default('UTC')
    .describe('IANA time zone all of these are meant in'),
});
export type TimeSpan = z.output<typeof TimeSpan>;

/** A named interval: any of its spans. */
export const Intervals = z.record(z.string().min(1), oneOrMore(TimeSpan));
export type Intervals = z.output<typeof Intervals>;
