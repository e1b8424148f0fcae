import { some } from '../../chaos/invariants/evidence.js';
import { uidOf } from '../../chaos/oracle/identity.js';
import type { OrganisationRecord, RecordKind } from '../organisation/records.js';

/** Each record that happened is in the log at least once, and nothing else is. */
export function uidProblems(records: readonly OrganisationRecord[], published: ReadonlySet<string>): readonly string[] {
  const expected = new Map(records.map((one) => [uidOf(one.record), one]));
  const missing = [...expected].filter(([uid]) => !published.has(uid));
  const invented = [...published].filter((uid) => !expected.has(uid));
  const named = missing.map(
    ([uid, { account, region, hour, kind }]) => `${uid} (${kind}, ${account} ${region}, hour ${hour})`,
  );
  return [
    ...(missing.length > 0 ? [`${missing.length} of ${expected.size} records are not in Kafka: ${some(named)}`] : []),
    ...(invented.length > 0 ? [`${invented.length} records in Kafka never happened: ${some(invented)}`] : []),
  ];
}

/** How often the record that came least often is in the log, by kind. */
export function fewestCopies(
  records: readonly OrganisationRecord[],
  published: readonly { readonly key: string }[],
): Readonly<Record<RecordKind, number>> {
  const copies = new Map<string, number>();
  for (const { key } of published) copies.set(key, (copies.get(key) ?? 0) + 1);
  const fewest = (wanted: RecordKind) =>
    Math.min(...records.filter(({ kind }) => kind === wanted).map(({ record }) => copies.get(uidOf(record)) ?? 0));
  return { write: fewest('write'), read: fewest('read'), data: fewest('data') };
}
