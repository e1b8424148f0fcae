import { some } from '../../chaos/invariants/evidence.js';
import { hourMs, type OrganisationRecord } from '../organisation/records.js';

/** Of the answer of `GET /api/completeness` what is held against what happened. */
export interface CompletenessAnswer {
  readonly tracked: number;
  readonly quiet: number;
  readonly trails: readonly {
    readonly account: string;
    readonly region: string;
    readonly records: number;
    readonly lastEvent?: string;
    readonly inputs: Readonly<Record<string, number>>;
    readonly gaps: readonly { readonly from: string; readonly to: string }[];
    readonly quietSince?: string;
  }[];
}

/**
 * The report knows every account and region, without a gap, none of them quiet, up to the hour of its last event. Counts
 * and the last minutes of it are stored from time to time: a killed collector may leave some out.
 */
export function completenessProblems(
  records: readonly OrganisationRecord[],
  { tracked, quiet, trails }: CompletenessAnswer,
): readonly string[] {
  const expected = Map.groupBy(records, ({ account, region }) => `${account} ${region}`);
  const found = new Map(trails.map((trail) => [`${trail.account} ${trail.region}`, trail]));
  const problems: string[] = [];
  const missing = [...expected.keys()].filter((name) => !found.has(name));
  if (missing.length > 0) problems.push(`completeness knows nothing of ${some(missing)}`);
  const unknown = [...found.keys()].filter((name) => !expected.has(name));
  if (unknown.length > 0) problems.push(`completeness tells of ${some(unknown)}, where nothing happened`);
  if (tracked !== expected.size || quiet !== 0)
    problems.push(`completeness says ${tracked} tracked and ${quiet} quiet, of ${expected.size} that happened`);
  for (const [name, trail] of found) {
    const last = Math.max(...(expected.get(name) ?? []).map(({ record }) => Date.parse(String(record['eventTime']))));
    const hour = Math.floor(Date.parse(trail.lastEvent ?? '') / hourMs);
    if (trail.gaps.length > 0)
      problems.push(`completeness sees gaps in ${name}: ${JSON.stringify(trail.gaps.slice(0, 3))}`);
    if (hour !== Math.floor(last / hourMs))
      problems.push(`completeness has the last event of ${name} at ${trail.lastEvent}, it was at ${isoTime(last)}`);
    if (!((trail.inputs['sqs'] ?? 0) > 0)) problems.push(`completeness knows no path by which ${name} came`);
  }
  return problems;
}

function isoTime(epochMs: number): string {
  return Number.isFinite(epochMs) ? new Date(epochMs).toISOString() : 'never';
}
