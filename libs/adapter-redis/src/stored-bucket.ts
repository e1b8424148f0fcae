import {
  type AwaitedGroup,
  type BucketState,
  type CorrelationBucket,
  type CorrelationEntry,
  compactAfter,
  type Entry,
  type SlotValue,
  type WindowBucket,
} from '@trailhound/detection';
import { RefPacker, type StoredRef, unpackRef } from './stored-refs.js';

type StoredEntry = readonly [atMs: number, uid: string, suppressed: 0 | 1, ref: StoredRef];
type StoredValue = readonly [slot: number, value: string, suppressed: 0 | 1];
type StoredMatch = readonly [
  atMs: number,
  uid: string,
  input: number,
  suppressed: 0 | 1,
  refs: readonly StoredRef[],
  more?: Pick<CorrelationEntry, 'value' | 'number' | 'facts'>,
];

interface StoredMarks {
  readonly p?: 1;
  readonly n?: BucketState['normal'];
  readonly m?: BucketState['marked'];
  /** Inputs of the records referred to. */
  readonly i?: readonly string[];
}

interface StoredCounts extends StoredMarks {
  readonly e: readonly StoredEntry[];
  readonly v?: readonly StoredValue[];
}

interface StoredMatches extends StoredMarks {
  readonly c: readonly StoredMatch[];
}

/** A group that is judged later lies as it is, under one key. */
interface StoredAwaited {
  readonly a: AwaitedGroup;
}

/** A bucket as compact JSON. */
export function encodeBucket(bucket: WindowBucket): string {
  if (bucket.kind === 'await') return JSON.stringify({ a: bucket } satisfies StoredAwaited);
  const refs = new RefPacker();
  const stored = bucket.kind === 'count' ? storedCounts(bucket, refs) : storedMatches(bucket, refs);
  const { isPartial, normal, marked } = bucket;
  return JSON.stringify({
    ...stored,
    ...(isPartial && { p: 1 }),
    ...(normal && { n: normal }),
    ...(marked && { m: marked }),
    ...(refs.inputs.length > 0 && { i: refs.inputs }),
  });
}

/** Reads what {@link encodeBucket} writes. */
export function decodeBucket(text: string): WindowBucket {
  const stored = JSON.parse(text) as StoredCounts | StoredMatches | StoredAwaited;
  if ('a' in stored) return stored.a;
  const { p, n, m } = stored;
  const shared = { isPartial: p === 1, ...(n && { normal: n }), ...(m && { marked: m }) };
  return 'c' in stored ? { ...matchesOf(stored), ...shared } : { ...countsOf(stored), ...shared };
}

function storedCounts({ entries, values }: BucketState, refs: RefPacker): StoredCounts {
  return {
    e: entries.map((entry) => [entry.atMs, entry.uid, entry.suppressed ? 1 : 0, refs.pack(entry.ref, entry)]),
    ...(values.length > 0 && {
      v: values.map(({ slot, value, suppressed }) => [slot, value, suppressed ? 1 : 0] as const),
    }),
  };
}

function countsOf({ e, v = [], i = [] }: StoredCounts): Omit<BucketState, 'isPartial'> {
  return {
    kind: 'count',
    entries: e.map(([atMs, uid, suppressed, ref]): Entry => {
      return { atMs, uid, suppressed: suppressed === 1, ref: unpackRef(ref, i, { atMs, uid }) };
    }),
    values: v.map(([slot, value, suppressed]): SlotValue => ({ slot, value, suppressed: suppressed === 1 })),
    compactAt: compactAfter(e.length),
  };
}

function storedMatches({ entries }: CorrelationBucket, refs: RefPacker): StoredMatches {
  return {
    c: entries.map((entry): StoredMatch => {
      const { atMs, uid, input, suppressed, value, number, facts } = entry;
      const packed = entry.refs.map((ref) => refs.pack(ref, entry));
      const more = {
        ...(value !== undefined && { value }),
        ...(number !== undefined && { number }),
        ...(facts !== undefined && { facts }),
      };
      const known = [atMs, uid, input, suppressed ? 1 : 0, packed] as const;
      return Object.keys(more).length === 0 ? known : [...known, more];
    }),
  };
}

function matchesOf({ c, i = [] }: StoredMatches): Omit<CorrelationBucket, 'isPartial'> {
  return {
    kind: 'correlate',
    entries: c.map(([atMs, uid, input, suppressed, packed, more]): CorrelationEntry => {
      const refs = packed.map((ref) => unpackRef(ref, i, { atMs, uid })).filter((ref) => ref !== null);
      return { atMs, uid, input, suppressed: suppressed === 1, refs, ...more };
    }),
    compactAt: compactAfter(c.length),
  };
}
