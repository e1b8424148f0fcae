import type { RecordRef } from '@trailhound/contracts';
import { bucketAt, type WindowGroup, windowGroup } from './bucket-grid.js';
import { type BucketState, type GroupState, neighbours } from './bucket-state.js';
import type { CorrelationBucket, CorrelationState } from './correlation/correlation-bucket.js';
import type { CorrelationEntry } from './correlation/correlation-entry.js';
import { type CorrelationSpec, correlationGroup } from './correlation/correlation-spec.js';
import { observeMatch, summarizeMatches } from './correlation/observe-match.js';
import type { ReachedMoment } from './correlation/reached-moments.js';
import type { WindowLimits } from './limits.js';
import { observe } from './observe.js';
import type { TurnedAway } from './overflow.js';
import { type AlertOfBucket, summarize } from './summary.js';
import type { BucketSummary, CountObservation, Firing, WindowKey, WindowSpec } from './window.js';

/** One match that enters an order-free correlation. Observing it again changes nothing. */
export interface CorrelationObservation {
  readonly kind: 'correlate';
  readonly key: WindowKey;
  readonly spec: CorrelationSpec;
  readonly entry: CorrelationEntry;
  /** The id of the correlation at the top of the chain this one stands in; absent where people see its alerts. */
  readonly feeds?: string;
}

/** What a match is to a window store: one record to be counted, or one entry of a correlation. */
export type Observation = CountObservation | CorrelationObservation;

/** The state of one bucket, of either kind of group. */
export type WindowBucket = BucketState | CorrelationBucket;

/** How a group counts: enough, with its key and what it feeds, to know its buckets. */
export type GroupSpec =
  | { readonly kind: 'count'; readonly spec: WindowSpec }
  | { readonly kind: 'correlate'; readonly spec: CorrelationSpec; readonly feeds?: string };

export interface ObservedState {
  /** The buckets that changed, whole. */
  readonly changed: ReadonlyMap<number, WindowBucket>;
  readonly firings: readonly Firing[];
  readonly reached: readonly ReachedMoment[];
  /** There was no room for everything: to be told like a match that is turned away. */
  readonly lost: boolean;
}

/** How the group of an observation counts. */
export function groupSpecOf(observation: Observation): GroupSpec {
  if (observation.kind === 'count') return { kind: 'count', spec: observation.spec };
  const { kind, spec, feeds } = observation;
  return { kind, spec, ...(feeds !== undefined && { feeds }) };
}

export function groupOf(key: WindowKey, counting: GroupSpec): WindowGroup {
  return counting.kind === 'count'
    ? windowGroup(key, counting.spec)
    : correlationGroup(key, counting.spec, counting.feeds);
}

/** The buckets an observation reads; it changes only some of them. */
export function bucketsOf(group: WindowGroup, observation: Observation): readonly number[] {
  return neighbours(bucketAt(group.grid, eventTimeOf(observation)));
}

/** Event time in which a group's matches lie that are judged together, milliseconds: what its state is kept for. */
export function reachMs({ kind, spec }: GroupSpec): number {
  return kind === 'count' ? spec.withinMs + spec.dedupMs : 2 * spec.withinMs;
}

/** Takes one observation; see `observe` and `observeMatch`. `state` gives at least the group's {@link bucketsOf}. */
export function observeOne(
  group: WindowGroup,
  state: ReadonlyMap<number, WindowBucket>,
  observation: Observation,
  nowMs: number,
  limits: WindowLimits,
): ObservedState {
  if (observation.kind === 'count') {
    const observed = observe(group, state as GroupState, observation, nowMs, limits);
    return { ...observed, reached: [], lost: false };
  }
  const { spec, entry, feeds } = observation;
  const use = feeds === undefined ? 'alerts' : 'feeds';
  return observeMatch(group, spec, state as CorrelationState, entry, nowMs, limits, use);
}

/** What is known of an alert of a group; `state` gives its bucket and the one before. */
export function summarizeAlert(
  group: WindowGroup,
  state: ReadonlyMap<number, WindowBucket>,
  counting: GroupSpec,
  alert: AlertOfBucket,
  limits: WindowLimits,
): BucketSummary | undefined {
  return counting.kind === 'count'
    ? summarize(group, state as GroupState, counting.spec, alert, limits)
    : summarizeMatches(group, counting.spec, state as CorrelationState, alert, limits);
}

/** The observation as an overflow alert tells of it. */
export function turnedAway(observation: Observation): TurnedAway {
  if (observation.kind === 'count') return observation;
  const { key, entry } = observation;
  const [record]: readonly (RecordRef | undefined)[] = entry.refs;
  return { key, uid: entry.uid, eventTimeMs: entry.atMs, record };
}

function eventTimeOf(observation: Observation): number {
  return observation.kind === 'count' ? observation.eventTimeMs : observation.entry.atMs;
}
