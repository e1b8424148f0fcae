import type { RecordRef } from '@trailhound/contracts';

/**
 * A record seen in a bucket. Copies of one uid with different bodies may differ in time or in being suppressed: each
 * stands here, and all count as one.
 */
export interface Entry {
  readonly atMs: number;
  readonly uid: string;
  readonly suppressed: boolean;
  /** Of the first copy seen; null once no summary can show it. */
  readonly ref: RecordRef | null;
}

/** A value seen in a slot of a distinct count; at most `count` a slot are kept, suppressed ones apart. */
export interface SlotValue {
  readonly slot: number;
  readonly value: string;
  readonly suppressed: boolean;
}

/** An alert of a bucket, from the moment it is due: pending until it is durable in the log. */
export interface AlertMark {
  readonly state: 'pending' | 'done';
  /** The record that made it due: a replay of it is answered the alert again. */
  readonly uid: string;
  /** Wall clock of the store then, epoch milliseconds. */
  readonly atMs: number;
}

/**
 * All state of one bucket, as plain data. It lies in Redis as a sorted set of entries (score = atMs), a set of values a
 * slot, a hash of refs and a hash of the two marks; in SQLite as rows.
 */
export interface BucketState {
  readonly kind: 'count';
  /** Sorted by {@link compareEntries}. */
  readonly entries: readonly Entry[];
  /** Sorted by {@link compareSlotValues}; empty unless different values are counted. */
  readonly values: readonly SlotValue[];
  /** Entries were dropped that no window needs: what is known of the bucket is a lower bound. */
  readonly isPartial: boolean;
  /** The alert people see; absent until it is due. */
  readonly normal?: AlertMark;
  /** The marked alert: what would have fired, had nothing been suppressed. */
  readonly marked?: AlertMark;
  /** Size at which superfluous entries are next looked for; bookkeeping that need not be stored. */
  readonly compactAt: number;
}

/** How many insertions lie between two searches for superfluous entries. */
export const compactEvery = 256;

export const emptyBucket: BucketState = {
  kind: 'count',
  entries: [],
  values: [],
  isPartial: false,
  compactAt: compactEvery,
};

/** The size at which a bucket of `length` entries that comes from a store is next looked through. */
export function compactAfter(length: number): number {
  return (Math.floor(length / compactEvery) + 1) * compactEvery;
}

/** Bucket number → state. A store gives at least the buckets of {@link neighbours}; a missing one is empty. */
export type GroupState = ReadonlyMap<number, BucketState>;

/** The buckets one observation reads, given the bucket of its event time; it changes only the last two. */
export function neighbours(bucket: number): readonly [number, number, number] {
  return [bucket - 1, bucket, bucket + 1];
}

export function bucketIn(state: GroupState, bucket: number): BucketState {
  return state.get(bucket) ?? emptyBucket;
}

export function compareEntries(a: Entry, b: Entry): number {
  return a.atMs - b.atMs || compareText(a.uid, b.uid) || Number(a.suppressed) - Number(b.suppressed);
}

export function compareSlotValues(a: SlotValue, b: SlotValue): number {
  return a.slot - b.slot || Number(a.suppressed) - Number(b.suppressed) || compareText(a.value, b.value);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
