import type { CountObservation } from '@trailhound/detection';

/** A load on the windows of threshold rules: matches of so many groups, every group as often. */
export interface Load {
  readonly groups: number;
  /** Matches a group gets. */
  readonly perGroup: number;
  /** Matches each group had before; default 0. */
  readonly had?: number;
  /** Rounds share no rule, and so no group. */
  readonly round: number | string;
  /** Event time between two matches of a group; default 1,000. */
  readonly everyMs?: number;
}

/** Rules the groups belong to: a store keeps a bounded number of groups for each. */
const rules = 20;
const second = 1000;
const minute = 60 * second;
const startMs = Date.UTC(2026, 0, 15, 10);
/** Reached by no group that matches once a second: alerts would be another measurement. */
const spec = { count: 1000, withinMs: 10 * minute, dedupMs: 10 * minute, distinct: false };
const stateHash = 'b'.repeat(64);

/** The matches of a load in the order of their time, in batches, each group once in every pass. */
export function* observationBatches(load: Load, size: number): Generator<CountObservation[]> {
  const { groups, perGroup, had = 0, round, everyMs = second } = load;
  let batch: CountObservation[] = [];
  for (let n = 0; n < groups * perGroup; n++) {
    batch.push(observation(n % groups, had + Math.floor(n / groups), { round, everyMs }));
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function observation(
  group: number,
  pass: number,
  { round, everyMs }: { readonly round: number | string; readonly everyMs: number },
): CountObservation {
  const eventTimeMs = startMs + pass * everyMs;
  const uid = `${group.toString(36)}-${pass.toString(36)}-0123456789abcdef01234567`;
  return {
    kind: 'count',
    key: {
      ruleId: `rule-${round}-${group % rules}`,
      stateHash,
      group: [`arn:aws:iam::111122223333:user/person-${group}`],
    },
    ...{ spec, uid, eventTimeMs, suppressed: false, mayBeSuppressed: false },
    record: {
      uid,
      eventID: `00000000-0000-4000-8000-${String(group).padStart(12, '0')}`,
      eventTime: new Date(eventTimeMs).toISOString(),
      input: 's3://acme-cloudtrail/AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/15/file.json.gz',
      index: pass,
    },
  };
}
