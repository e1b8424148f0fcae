import type { GroupValue, RecordRef } from '@trailhound/contracts';

/** How a rule counts, as the state machine needs it. Durations in milliseconds. */
export interface WindowSpec {
  /** Distinct records (or values) that make an alert; 1 for a plain rule with dedup. */
  readonly count: number;
  readonly withinMs: number;
  /** Length of an event-time bucket: at most one alert a bucket. At least `withinMs`. */
  readonly dedupMs: number;
  /** Count different values instead of records. */
  readonly distinct: boolean;
}

/** A plain rule with dedup counts single records, so its windows hold one instant and `withinMs` means nothing. */
export function windowLengthMs(spec: WindowSpec): number {
  return spec.count === 1 && !spec.distinct ? 1 : spec.withinMs;
}

/**
 * How a rule counts; null for a rule whose matching records are alerts of their own and need no state
 * (`plainFiring`). `rule` has its defaults applied: a threshold comes with a dedup.
 */
export function windowSpecOf(rule: {
  readonly threshold: { readonly count: number; readonly withinMs: number; readonly distinct?: unknown } | null;
  readonly dedupMs: number | null;
}): WindowSpec | null {
  const { threshold, dedupMs } = rule;
  if (dedupMs === null) return null;
  if (threshold === null) return { count: 1, withinMs: dedupMs, dedupMs, distinct: false };
  const { count, withinMs, distinct } = threshold;
  return { count, withinMs, dedupMs, distinct: distinct !== undefined };
}

/** The group of records that are counted together. */
export interface WindowKey {
  readonly ruleId: string;
  readonly stateHash: string;
  readonly group: readonly GroupValue[];
}

/** One match to be counted. Observing the same uid again changes nothing. */
export interface CountObservation {
  readonly kind: 'count';
  readonly key: WindowKey;
  readonly spec: WindowSpec;
  readonly uid: string;
  readonly eventTimeMs: number;
  /** With `distinct`: the value, null where the record has none (then nothing is counted). */
  readonly value?: string | null;
  /** A suppression applies to this record: it counts only towards the marked alert. */
  readonly suppressed: boolean;
  /** Some suppression could apply to this rule, so records are kept for the marked alert too. */
  readonly mayBeSuppressed: boolean;
  readonly record: RecordRef;
}

/**
 * An alert that an observation made due. It is answered again on every repeat until it is marked done, and one batch may
 * be answered it more than once: the id tells.
 */
export interface Firing {
  readonly key: WindowKey;
  readonly alertId: string;
  /** Event-time bucket; null where no window was counted: a plain rule without dedup, or an overflow. */
  readonly bucket: number | null;
  /** The marked alert: what would have fired, had nothing been suppressed. */
  readonly suppressed: boolean;
  /** The rule has more live groups than a store keeps; this firing (one a rule) stands for all groups turned away. */
  readonly overflow: boolean;
  readonly count: number;
  readonly firstEventTimeMs: number;
  readonly lastEventTimeMs: number;
  /** Up to 100, in event-time order. */
  readonly records: readonly RecordRef[];
}

/** What is known of an alert's bucket by now, as the API and `scan` show it. */
export interface BucketSummary {
  readonly count: number;
  /** True when the bucket held more than is remembered, so `count` is a lower bound. */
  readonly countIsLowerBound: boolean;
  readonly firstEventTimeMs: number;
  readonly lastEventTimeMs: number;
  /** Up to 100, in event-time order. */
  readonly records: readonly RecordRef[];
}
