import type { BucketState, Entry, OverflowState, SlotValue } from '@trailhound/detection';
import { compactEvery } from '@trailhound/detection';

/** What a versioned key holds; version 0 is a key that is not there. */
export interface Versioned<T> {
  readonly version: string;
  readonly state: T | undefined;
}

/** The reply of `HMGET key v s`. */
export function versioned<T>(reply: unknown, decode: (text: string) => T): Versioned<T> {
  const [version, text] = Array.isArray(reply) ? (reply as (string | null)[]) : [];
  return typeof version === 'string' && typeof text === 'string'
    ? { version, state: decode(text) }
    : { version: '0', state: undefined };
}

type StoredEntry = readonly [atMs: number, uid: string, suppressed: 0 | 1, ref: Entry['ref']];
type StoredValue = readonly [slot: number, value: string, suppressed: 0 | 1];

interface StoredBucket {
  readonly e: readonly StoredEntry[];
  readonly v?: readonly StoredValue[];
  readonly p?: 1;
  readonly n?: BucketState['normal'];
  readonly m?: BucketState['marked'];
}

/** A bucket as compact JSON. */
export function encodeBucket({ entries, values, isPartial, normal, marked }: BucketState): string {
  const stored: StoredBucket = {
    e: entries.map(({ atMs, uid, suppressed, ref }) => [atMs, uid, suppressed ? 1 : 0, ref]),
    ...(values.length > 0 && {
      v: values.map(({ slot, value, suppressed }) => [slot, value, suppressed ? 1 : 0] as const),
    }),
    ...(isPartial && { p: 1 }),
    ...(normal && { n: normal }),
    ...(marked && { m: marked }),
  };
  return JSON.stringify(stored);
}

/** Reads what {@link encodeBucket} writes. */
export function decodeBucket(text: string): BucketState {
  const { e, v = [], p, n, m } = JSON.parse(text) as StoredBucket;
  const entries = e.map(([atMs, uid, suppressed, ref]): Entry => ({ atMs, uid, suppressed: suppressed === 1, ref }));
  return {
    entries,
    values: v.map(([slot, value, suppressed]): SlotValue => ({ slot, value, suppressed: suppressed === 1 })),
    isPartial: p === 1,
    ...(n && { normal: n }),
    ...(m && { marked: m }),
    compactAt: entries.length + compactEvery,
  };
}

export function encodeOverflow(state: OverflowState): string {
  return JSON.stringify(state);
}

export function decodeOverflow(text: string): OverflowState {
  return JSON.parse(text) as OverflowState;
}
