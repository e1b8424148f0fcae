import { createHash } from 'node:crypto';

// Written from the design's semantics, with nothing of the product: what it computes is what the product must agree with.

/** Base64url of SHA-256, cut to so many characters. */
export function shortHash(text: string, characters: number): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, characters);
}

export function hexHash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Semantics 1, for records whose eventID is a UUID. */
export function uidOf(record: Readonly<Record<string, unknown>>): string {
  return shortHash(`${record['recipientAccountId']}${record['eventID']}`, 22);
}

/** What gives a rule's counting its meaning. Durations in milliseconds. */
export interface Counting {
  readonly language: string;
  readonly condition: string;
  readonly groupBy: readonly string[];
  readonly count?: number;
  readonly withinMs?: number;
  readonly distinct?: string;
  readonly dedupMs: number | null;
}

/** Semantics 4: the hash of language, source text, group-by, threshold and dedup. */
export function stateHashOf({ language, condition, groupBy, count, withinMs, distinct, dedupMs }: Counting): string {
  const threshold = count === undefined ? null : [count, withinMs, distinct ?? null];
  return hexHash(JSON.stringify([language, condition.trim(), groupBy, threshold, dedupMs]));
}

export type Group = readonly (string | null)[];

/** Semantics 4: the instance is a bucket's number, or a uid. */
export function alertIdOf(
  ruleId: string,
  stateHash: string,
  group: Group,
  instance: number | string,
  isSuppressed: boolean,
): string {
  return hexHash(JSON.stringify(['v1', ruleId, stateHash, group, instance, ...(isSuppressed ? ['suppressed'] : [])]));
}

/** Where a group's buckets begin: the first 48 bits of a hash of (rule, group), modulo the bucket's length. */
export function bucketOffsetMs(stateHash: string, group: Group, dedupMs: number): number {
  return Number.parseInt(hexHash(JSON.stringify([stateHash, group])).slice(0, 12), 16) % dedupMs;
}
