/** What a set of records looks like as a whole; shares are between 0 and 1, of all records unless said otherwise. */
export interface RecordStatistics {
  readonly records: number;
  /** Of compact JSON. */
  readonly bytes: { readonly mean: number; readonly median: number; readonly max: number };
  /** Containers inside each other, the record itself counting one. */
  readonly nesting: { readonly median: number; readonly p99: number; readonly max: number };
  /** Of the records that have `readOnly`. */
  readonly readOnly: number;
  readonly errorCode: number;
  readonly requestParametersNull: number;
  readonly responseElementsNull: number;
  readonly arrayInRequest: number;
  /** The `{"items":[…]}` idiom anywhere in requestParameters. */
  readonly itemsInRequest: number;
  readonly tlsDetails: number;
  /** Records by eventVersion. */
  readonly versions: ReadonlyMap<string, number>;
}

type AnyRecord = Readonly<Record<string, unknown>>;

/** Containers inside each other; 0 for a value that is none. */
export function nestingOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  return 1 + Math.max(0, ...Object.values(value).map(nestingOf));
}

function someValue(value: unknown, holds: (value: unknown, name: string) => boolean, name = ''): boolean {
  if (holds(value, name)) return true;
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([member, inner]) => someValue(inner, holds, member));
}

/** The value below which this share of the sorted numbers lies; 0 of none. */
function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

export function recordStatistics(records: readonly AnyRecord[]): RecordStatistics {
  const share = (holds: (record: AnyRecord) => boolean): number =>
    records.filter(holds).length / Math.max(1, records.length);
  const bytes = records.map((record) => Buffer.byteLength(JSON.stringify(record))).sort((a, b) => a - b);
  const nesting = records.map(nestingOf).sort((a, b) => a - b);
  const known = records.filter(({ readOnly }) => readOnly !== undefined);
  const versions = new Map<string, number>();
  for (const { eventVersion } of records)
    versions.set(String(eventVersion), (versions.get(String(eventVersion)) ?? 0) + 1);
  return {
    records: records.length,
    bytes: {
      mean: bytes.reduce((sum, size) => sum + size, 0) / Math.max(1, bytes.length),
      median: quantile(bytes, 0.5),
      max: bytes.at(-1) ?? 0,
    },
    nesting: { median: quantile(nesting, 0.5), p99: quantile(nesting, 0.99), max: nesting.at(-1) ?? 0 },
    readOnly: known.filter(({ readOnly }) => readOnly === true).length / Math.max(1, known.length),
    errorCode: share(({ errorCode }) => errorCode !== undefined),
    requestParametersNull: share(({ requestParameters }) => requestParameters === null),
    responseElementsNull: share(({ responseElements }) => responseElements === null),
    arrayInRequest: share(({ requestParameters }) => someValue(requestParameters, Array.isArray)),
    itemsInRequest: share(({ requestParameters }) =>
      someValue(requestParameters, (value, name) => name === 'items' && Array.isArray(value)),
    ),
    tlsDetails: share(({ tlsDetails }) => tlsDetails !== undefined),
    versions,
  };
}
