/** A moment, or why the text is none. */
export type EventTime =
  | { readonly ok: true; readonly epochMs: number }
  | { readonly ok: false; readonly message: string };

const form = /^(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,30}))?(?:([Zz])|([+-])(\d\d):(\d\d))?$/;

/**
 * Reads a record's `eventTime`. CloudTrail writes `2026-01-31T23:59:59Z`; a space for the `T`, fractions of a second (cut
 * to milliseconds) and offsets are read too, and a time without zone is UTC. Numbers, impossible dates and any other
 * text are refused: counting a record at a guessed time could fire or silence a threshold.
 */
export function parseEventTime(value: unknown): EventTime {
  if (value === undefined) return { ok: false, message: 'eventTime is missing' };
  if (typeof value !== 'string')
    return { ok: false, message: `eventTime is not text but ${JSON.stringify(value)?.slice(0, 80)}` };
  const match = form.exec(value);
  if (match === null) {
    return { ok: false, message: `eventTime ${JSON.stringify(value.slice(0, 80))} is not an ISO 8601 time` };
  }
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [, , , , , , , fraction = '', , sign, offsetHours, offsetMinutes] = match;
  const isReal =
    month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month) && hour <= 23 && minute <= 59 && second <= 59;
  if (!isReal || Number(offsetHours ?? 0) > 23 || Number(offsetMinutes ?? 0) > 59) {
    return { ok: false, message: `eventTime ${JSON.stringify(value)} does not exist in the calendar` };
  }
  const offsetMs = (Number(offsetHours ?? 0) * 60 + Number(offsetMinutes ?? 0)) * 60_000 * (sign === '-' ? -1 : 1);
  const wholeMs = epochDays(year, month, day) * 86_400_000 + ((hour * 60 + minute) * 60 + second) * 1000;
  return { ok: true, epochMs: wholeMs + Number(fraction.slice(0, 3).padEnd(3, '0')) - offsetMs };
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar. `Date.UTC` would read the years 0 to 99 as 19xx. */
function epochDays(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const leapDays = Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400);
  return shifted * 365 + leapDays + dayOfYear - 719_468;
}
