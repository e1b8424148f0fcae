import {
  bucketsOf,
  defaultWindowLimits,
  type Firing,
  type GroupSpec,
  groupOf,
  groupSpecOf,
  type Observation,
  type OverflowState,
  observeOne,
  overflowAlertId,
  type ReachedMoment,
  turnAway,
  turnedAway,
  type WindowBucket,
  type WindowGroup,
  type WindowLimits,
} from '@trailhound/detection';

/** The states a batch may touch, by the store's keys; read before the machine runs and compared when its results are written. */
export interface LoadedStates {
  readonly buckets: ReadonlyMap<string, WindowBucket>;
  readonly overflows: ReadonlyMap<string, OverflowState>;
  /** Live groups of each rule of the batch, by {@link Placed.rule}. */
  readonly liveGroups: ReadonlyMap<string, number>;
  /** Groups of the batch that are live, by group id. */
  readonly knownGroups: ReadonlySet<string>;
}

/** What a batch does to the states. */
export interface BatchEffects {
  readonly firings: readonly (readonly Firing[])[];
  readonly reached: readonly (readonly ReachedMoment[])[];
  readonly buckets: ReadonlyMap<string, { readonly state: WindowBucket; readonly counting: GroupSpec }>;
  readonly overflows: ReadonlyMap<string, OverflowState>;
  /** Groups that took part, by {@link Placed.rule}. */
  readonly groups: ReadonlyMap<string, ReadonlyMap<string, GroupSpec>>;
}

/** One observation with its group computed once. */
export interface Placed {
  readonly observation: Observation;
  readonly group: WindowGroup;
  readonly counting: GroupSpec;
  /** The rule with its counting state, named by the id of the alert that tells of its turned away groups. */
  readonly rule: string;
  readonly buckets: readonly number[];
}

export function placed(observations: readonly Observation[]): readonly Placed[] {
  const rules = new Map<string, string>();
  return observations.map((observation) => {
    const counting = groupSpecOf(observation);
    const group = groupOf(observation.key, counting);
    const { stateHash, ruleId } = observation.key;
    const name = `${stateHash}:${ruleId}`;
    const rule = rules.get(name) ?? overflowAlertId(observation.key);
    rules.set(name, rule);
    return { observation, group, counting, rule, buckets: bucketsOf(group, observation) };
  });
}

export function bucketKey(group: WindowGroup, bucket: number): string {
  return `${group.id}:${bucket}`;
}

/**
 * Runs the state machine over a batch, in order, on states read beforehand. Pure: the same states and batch give the same
 * effects, so it can be run again whenever somebody else was faster.
 */
export function runBatch(
  batch: readonly Placed[],
  loaded: LoadedStates,
  nowMs: number,
  limits: WindowLimits = defaultWindowLimits,
): BatchEffects {
  const buckets = new Map<string, { state: WindowBucket; counting: GroupSpec }>();
  const overflows = new Map<string, OverflowState>();
  const groups = new Map<string, Map<string, GroupSpec>>();
  const live = new Map(loaded.liveGroups);
  const overflow = (rule: string, observation: Observation): readonly Firing[] => {
    const turned = turnAway(overflows.get(rule) ?? loaded.overflows.get(rule), turnedAway(observation), nowMs, limits);
    overflows.set(rule, turned.state);
    return turned.firings;
  };
  const taken = batch.map(({ observation, group, counting, rule, buckets: near }) => {
    const taking = groups.get(rule) ?? new Map<string, GroupSpec>();
    groups.set(rule, taking);
    if (!taking.has(group.id) && !loaded.knownGroups.has(group.id)) {
      const count = live.get(rule) ?? 0;
      if (count >= limits.groupsPerRule) {
        return { firings: overflow(rule, observation), reached: [] };
      }
      live.set(rule, count + 1);
    }
    taking.set(group.id, counting);
    const state = new Map(
      near.flatMap((bucket) => {
        const key = bucketKey(group, bucket);
        const known = buckets.get(key)?.state ?? loaded.buckets.get(key);
        return known ? [[bucket, known] as const] : [];
      }),
    );
    const { changed, firings, reached, lost } = observeOne(group, state, observation, nowMs, limits);
    for (const [bucket, next] of changed) buckets.set(bucketKey(group, bucket), { state: next, counting });
    return { firings: lost ? [...firings, ...overflow(rule, observation)] : firings, reached };
  });
  return {
    firings: taken.map(({ firings }) => firings),
    reached: taken.map(({ reached }) => reached),
    buckets,
    overflows,
    groups,
  };
}

/** True where some alert of the bucket is due or was. */
export function isMarked(state: WindowBucket): boolean {
  if (state.kind === 'await') return state.alerts.length > 0;
  return state.normal !== undefined || state.marked !== undefined;
}
