/** A set of hours: days since 1970 → a bit for each of 24 hours. */
export type HourSet = Readonly<Record<string, number>>;

const hourMs = 3_600_000;

export function hourOf(epochMs: number): number {
  return Math.floor(epochMs / hourMs);
}

export function startOfHour(hour: number): number {
  return hour * hourMs;
}

export function hasHour(hours: HourSet, hour: number): boolean {
  return ((maskOf(hours, Math.floor(hour / 24)) >> (((hour % 24) + 24) % 24)) & 1) === 1;
}

export function withHour(hours: HourSet, hour: number): HourSet {
  const day = Math.floor(hour / 24);
  return { ...hours, [day]: maskOf(hours, day) | (1 << (((hour % 24) + 24) % 24)) };
}

export function joinHours(a: HourSet, b: HourSet): HourSet {
  const days = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries([...days].map((day) => [day, maskOf(a, Number(day)) | maskOf(b, Number(day))]));
}

/** The hours of the last `days` days that any is in; what is older is forgotten. */
export function latestDays(hours: HourSet, days: number): HourSet {
  const latest = Math.max(...Object.keys(hours).map(Number));
  return Object.fromEntries(Object.entries(hours).filter(([day]) => Number(day) > latest - days));
}

/** In ascending order. */
export function hoursIn(hours: HourSet): readonly number[] {
  const days = Object.keys(hours)
    .map(Number)
    .sort((a, b) => a - b);
  return days.flatMap((day) => {
    const all = Array.from({ length: 24 }, (_, hour) => day * 24 + hour);
    return all.filter((hour) => hasHour(hours, hour));
  });
}

function maskOf(hours: HourSet, day: number): number {
  return Object.hasOwn(hours, day) ? (hours[day] ?? 0) : 0;
}
