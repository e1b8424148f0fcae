import { type TimeSpan, weekdays } from './interval.js';
import { type LocalTime, localTime } from './local-time.js';

/** Whether an instant, epoch milliseconds, falls into one of the spans. */
export function isWithin(spans: readonly TimeSpan[], ms: number): boolean {
  return spans.some((span) => covers(span, localTime(span.zone, ms)));
}

function covers(
  { weekdays: days, times, days: dates, except }: TimeSpan,
  { day, weekday, minute }: LocalTime,
): boolean {
  return (
    (days?.some((name) => weekdays.indexOf(name) === weekday) ?? true) &&
    (times?.some(({ from, to }) => minuteOf(from) <= minute && minute < minuteOf(to)) ?? true) &&
    (dates?.some(({ from, to }) => from <= day && day <= to) ?? true) &&
    !(except?.some(({ from, to }) => from <= day && day <= to) ?? false)
  );
}

function minuteOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
}
