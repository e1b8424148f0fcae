/** Kafka header names of a message in `cloudtrail.records`; values are UTF-8 text, absent where the record has none. */
export const recordHeaderNames = {
  uid: 'uid',
  eventName: 'event-name',
  eventSource: 'event-source',
  eventTime: 'event-time',
  account: 'account',
  region: 'region',
  /** Absent for events; `insight` for what CloudTrail Insights found, which has no event name or source of its own. */
  kind: 'kind',
  origin: 'origin',
} as const;

/** How a record came in. Backfill is a property of the run that read it, never of the record's age. */
export interface Origin {
  /** The configured source's kind: `files`, `stdin`, `simulate`, `s3`, … */
  readonly source: string;
  /** The object, file or message the record stood in, as a person would look it up. */
  readonly input: string;
  /** Index of the record in its input, from 0. */
  readonly index: number;
  /** When AWS put the object there, ISO 8601; absent where the source does not know. */
  readonly deliveredAt?: string;
  readonly backfill?: boolean;
  /** Only with backfill: deliver its alerts all the same. */
  readonly notify?: boolean;
}

/** `origin` as header text: compact JSON. */
export function formatOrigin(origin: Origin): string {
  return JSON.stringify(origin);
}

/** Reads the `origin` header; undefined when it is absent or not what {@link formatOrigin} writes. */
export function parseOrigin(header: string | undefined): Origin | undefined {
  if (header === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(header);
    if (typeof value !== 'object' || value === null) return undefined;
    const { source, input, index, deliveredAt, backfill, notify } = value as Record<string, unknown>;
    if (typeof source !== 'string' || typeof input !== 'string' || typeof index !== 'number') return undefined;
    const delivered = typeof deliveredAt === 'string' && { deliveredAt };
    return {
      source,
      input,
      index,
      ...delivered,
      ...(backfill === true && { backfill }),
      ...(notify === true && { notify }),
    };
  } catch {
    return undefined;
  }
}
