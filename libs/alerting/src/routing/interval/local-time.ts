/** What a clock on the wall and a calendar beside it show. */
export interface LocalTime {
  /** `2026-12-24`. */
  readonly day: string;
  /** 0 is Monday. */
  readonly weekday: number;
  /** Minutes since midnight, 0 to 1439. */
  readonly minute: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether the IANA time zone database, as this runtime carries it, knows the name. */
export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** The local time of an instant, epoch milliseconds. Throws RangeError for a zone that does not exist. */
export function localTime(zone: string, ms: number): LocalTime {
  const parts: Record<string, string> = {};
  for (const { type, value } of formatOf(zone).formatToParts(ms)) parts[type] = value;
  const { year = '', month = '', day = '', hour = '', minute = '' } = parts;
  const date = `${year}-${month}-${day}`;
  return {
    day: date,
    weekday: (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7,
    minute: Number(hour) * 60 + Number(minute),
  };
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  formats.set(zone, format);
  return format;
}
