import { type TimeSpan, weekdays } from './interval.js';
import { type LocalTime, localTime } from './local-time.js';

const minuteMs = 60_000;
const dayMinutes = 24 * 60;
/** An interval that lasts longer is taken to last for ever. */
const maxLookMs = 400 * dayMinutes * minuteMs;

/** Whether an instant, epoch milliseconds, falls into one of the spans. */
export function isWithin(spans: readonly TimeSpan[], ms: number): boolean {
  return spans.some((span) => covers(span, localTime(span.zone, ms)));
}

/**
 * The first instant at or after `ms` that falls into none of the spans, epoch milliseconds: `ms` itself, or the start of
 * a minute. Undefined when the spans do not end within 400 days.
 */
export function endOf(spans: readonly TimeSpan[], ms: number): number | undefined {
  let at = ms;
  while (at - ms <= maxLookMs) {
    const within = spans.find((span) => covers(span, localTime(span.zone, at)));
    if (within === undefined) return at;
    at = nextEdge(within, at);
  }
  return undefined;
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

/**
 * The next instant at which the span can end: an end of its times, or midnight. Clocks that are set forward or back in
 * between move it by their difference; what is found too early only means one more look.
 */
function nextEdge({ times, zone }: TimeSpan, ms: number): number {
  const { minute } = localTime(zone, ms);
  const edges = (times ?? []).map(({ to }) => minuteOf(to)).filter((edge) => edge > minute);
  const edge = Math.min(...edges, dayMinutes);
  const target = startOfMinute(ms) + (edge - minute) * minuteMs;
  const shown = localTime(zone, target).minute;
  const late = (((shown - edge) % dayMinutes) + dayMinutes) % dayMinutes;
  // Less than half a day too late: the clock was set forward. The edge lies that much earlier, but never before now.
  return late > 0 && late < dayMinutes / 2 ? Math.max(target - late * minuteMs, startOfMinute(ms) + minuteMs) : target;
}

function startOfMinute(ms: number): number {
  return Math.floor(ms / minuteMs) * minuteMs;
}

function minuteOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
}
