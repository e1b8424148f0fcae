const isoDate = /^(\d{4})-(\d\d)(?:-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|[+-]\d\d:\d\d)?)?)?$/;

/** The span of time a text names: a month, a day, a minute, a second. */
export interface NamedTime {
  /** Epoch milliseconds, inclusive. */
  readonly fromMs: number;
  /** Epoch milliseconds, exclusive. */
  readonly toMs: number;
}

/**
 * Reads a time as ranges name it: `2026-01`, `2026-01-15`, `2026-01-15T10:00`, with seconds, a fraction and a zone too;
 * UTC without one. Undefined for what is none. What is left out rounds outwards, as Elasticsearch rounds it.
 */
export function readNamedTime(text: string): NamedTime | undefined {
  const match = isoDate.exec(text);
  if (match === null) return undefined;
  const [, year = '', month = '', day, hour, minute, second, fraction, zone] = match;
  const time = `${hour ?? '00'}:${minute ?? '00'}:${second ?? '00'}.${(fraction ?? '').slice(0, 3).padEnd(3, '0')}`;
  const fromMs = Date.parse(`${year}-${month}-${day ?? '01'}T${time}${zone ?? 'Z'}`);
  const daysInMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number.isNaN(fromMs) || Number(day ?? 1) > daysInMonth) return undefined;
  if (day === undefined) return { fromMs, toMs: Date.UTC(Number(year), Number(month), 1) };
  const lengthMs = hour === undefined ? 86_400_000 : second === undefined ? 60_000 : fraction === undefined ? 1000 : 1;
  return { fromMs, toMs: fromMs + lengthMs };
}
