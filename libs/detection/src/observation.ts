import type { RecordRef } from '@trailhound/contracts';
import {
  type AwaitedGroup,
  type AwaitedObservation,
  awaitedDone,
  awaitMatch,
  emptyAwaitedGroup,
} from './awaited/awaited-group.js';
import { bucketAt, type WindowGroup, windowGroup } from './bucket-grid.js';
import { type BucketState, type GroupState, neighbours } from './bucket-state.js';
import type { CorrelationBucket, CorrelationState } from './correlation/correlation-bucket.js';
import type { CorrelationEntry } from './correlation/correlation-entry.js';
import { type CorrelationSpec, correlationGroup } from './correlation/correlation-spec.js';
import { observeMatch, summarizeMatches } from './correlation/observe-match.js';
import type { ReachedMoment } from './correlation/reached-moments.js';
import type { WindowLimits } from './limits.js';
import { markDone, observe } from './observe.js';
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

/**
 * What a match is to a window store: one record to be counted, or one entry of a correlation, whose windows are judged at
 * once or when they are over.
 */
export type Observation = CountObservation | CorrelationObservation | AwaitedObservation;

/** The state of one bucket, of any kind of group; one that is judged later has only the bucket 0. */
export type WindowBucket = BucketState | CorrelationBucket | AwaitedGroup;

/** How a group counts: enough, with its key and what it feeds, to know its buckets. */
export type GroupSpec =
  | { readonly kind: 'count'; readonly spec: WindowSpec }
  | { readonly kind: 'correlate'; readonly spec: CorrelationSpec; readonly feeds?: string }
  | { readonly kind: 'await'; readonly spec: CorrelationSpec; readonly latenessMs: number };

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
  if (observation.kind === 'await') {
    const { kind, spec, latenessMs } = observation;
    return { kind, spec, latenessMs };
  }
  const { kind, spec, feeds } = observation;
  return { kind, spec, ...(feeds !== undefined && { feeds }) };
}

export function groupOf(key: WindowKey, counting: GroupSpec): WindowGroup {
  switch (counting.kind) {
    case 'count':
      return windowGroup(key, counting.spec);
    case 'correlate':
      return correlationGroup(key, counting.spec, counting.feeds);
    case 'await':
      return correlationGroup(key, counting.spec);
    default:
      return counting satisfies never;
  }
}

/** The buckets an observation reads; it changes only some of them. */
export function bucketsOf(group: WindowGroup, observation: Observation): readonly number[] {
  if (observation.kind === 'await') return [0];
  return neighbours(bucketAt(group.grid, eventTimeOf(observation)));
}

/** Event time in which a group's matches lie that are judged together, milliseconds: what its state is kept for. */
export function reachMs(counting: GroupSpec): number {
  const { spec } = counting;
  if (counting.kind === 'count') return counting.spec.withinMs + counting.spec.dedupMs;
  return counting.kind === 'await' ? 2 * spec.withinMs + counting.latenessMs : 2 * spec.withinMs;
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
  if (observation.kind === 'await') {
    const before = state.get(0);
    const { next, lost } = awaitMatch(before?.kind === 'await' ? before : emptyAwaitedGroup, observation, limits);
    const changed: ReadonlyMap<number, WindowBucket> = next === before ? new Map() : new Map([[0, next]]);
    return { changed, firings: [], reached: [], lost };
  }
  const { spec, entry, feeds } = observation;
  const use = feeds === undefined ? 'alerts' : 'feeds';
  return observeMatch(group, spec, state as CorrelationState, entry, nowMs, limits, use);
}

/** The state with an alert of its group durable in the log; the state itself where there is nothing to mark. */
export function alertDone(
  state: WindowBucket,
  { alertId, suppressed }: Pick<Firing, 'alertId' | 'suppressed'>,
): WindowBucket {
  return state.kind === 'await' ? awaitedDone(state, alertId) : markDone(state, suppressed);
}

/** The bucket in which an alert's state lies. */
export function bucketOfAlert({ kind }: GroupSpec, bucket: number): number {
  return kind === 'await' ? 0 : bucket;
}

/** What is known of an alert of a group; `state` gives its bucket and the one before. */
export function summarizeAlert(
  group: WindowGroup,
  state: ReadonlyMap<number, WindowBucket>,
  counting: GroupSpec,
  alert: AlertOfBucket,
  limits: WindowLimits,
): BucketSummary | undefined {
  switch (counting.kind) {
    case 'count':
      return summarize(group, state as GroupState, counting.spec, alert, limits);
    case 'correlate':
      return summarizeMatches(group, counting.spec, state as CorrelationState, alert, limits);
    case 'await':
      return undefined; // by its id, with `summaryOfAwaited`: several alerts may end in one bucket
    default:
      return counting satisfies never;
  }
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
