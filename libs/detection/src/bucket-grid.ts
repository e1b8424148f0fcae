import { canonicalJson, sha256Base64Url, sha256Bytes } from '@trailhound/contracts';
import { type WindowKey, type WindowSpec, windowLengthMs } from './window.js';

/** Slots a distinct-count window spans, its own included; each is at least a tenth of `withinMs`. */
export const slotsPerWindow = 11;

/**
 * How a group cuts event time: buckets of `dedupMs`, each cut into whole slots for distinct counts. The offset spreads
 * the bucket edges of different groups over time, so that they do not all start new alerts at midnight.
 */
export interface BucketGrid {
  /** In [0, dedupMs). */
  readonly offsetMs: number;
  readonly dedupMs: number;
  readonly slotsPerBucket: number;
}

/** A group with what is computed once from its key: its identity in a store, and its grid. */
export interface WindowGroup {
  readonly key: WindowKey;
  /** 22 characters of base64url: short and safe in a store's key, whatever the group's values hold. */
  readonly id: string;
  readonly grid: BucketGrid;
}

export function windowGroup(key: WindowKey, spec: WindowSpec): WindowGroup {
  const id = sha256Base64Url(canonicalJson([key.ruleId, key.stateHash, key.group]), 22);
  return { key, id, grid: bucketGrid(key, spec) };
}

/**
 * The offset is the first 48 bits of SHA-256 over JSON `[stateHash, group]`, modulo `dedupMs`. Throws RangeError for a
 * window longer than a bucket: it would reach past the neighbouring bucket, where nobody looks.
 */
export function bucketGrid(key: WindowKey, spec: WindowSpec): BucketGrid {
  const { dedupMs } = spec;
  const withinMs = windowLengthMs(spec);
  if (!(dedupMs >= withinMs))
    throw new RangeError(`dedup of ${dedupMs} ms is shorter than the window of ${withinMs} ms`);
  let hash = 0;
  for (const byte of sha256Bytes(canonicalJson([key.stateHash, key.group])).subarray(0, 6)) hash = hash * 256 + byte;
  // Rounding down makes slots a tenth longer at most, and a window of 11 slots never shorter than `withinMs`.
  return { offsetMs: hash % dedupMs, dedupMs, slotsPerBucket: Math.max(1, Math.floor((10 * dedupMs) / withinMs)) };
}

export function bucketAt(grid: BucketGrid, eventTimeMs: number): number {
  return Math.floor((eventTimeMs - grid.offsetMs) / grid.dedupMs);
}

/** First millisecond of a bucket; also the end, exclusive, of the one before. */
export function bucketStartMs(grid: BucketGrid, bucket: number): number {
  return grid.offsetMs + bucket * grid.dedupMs;
}

/** Slots count on over all buckets; each lies in the bucket `floor(slot / slotsPerBucket)`. */
export function slotAt(grid: BucketGrid, eventTimeMs: number): number {
  const bucket = bucketAt(grid, eventTimeMs);
  const within = eventTimeMs - bucketStartMs(grid, bucket);
  return bucket * grid.slotsPerBucket + Math.floor((within * grid.slotsPerBucket) / grid.dedupMs);
}
