import type { Pace } from '../destinations/channel.js';

/** A token bucket: how many messages may go now, filled as time passes. Tokens are fractions of a message. */
export interface Bucket {
  readonly tokens: number;
  readonly atMs: number;
}

export function fullBucket({ burst }: Pace, nowMs: number): Bucket {
  return { tokens: burst, atMs: nowMs };
}

/** The bucket after time has passed. A clock that was set back fills nothing and takes nothing. */
export function filled(bucket: Bucket, { perSecond, burst }: Pace, nowMs: number): Bucket {
  const passedMs = Math.max(0, nowMs - bucket.atMs);
  return { tokens: Math.min(burst, bucket.tokens + (passedMs / 1_000) * perSecond), atMs: nowMs };
}

/** How many messages may go now, of at most `wanted`. */
export function bucketAllows({ tokens }: Bucket, wanted: number): number {
  // Thirds of a token and their like must not cost a message.
  return Math.min(wanted, Math.floor(tokens + 1e-9));
}

/** Messages went; a message that was not asked for goes into debt. */
export function taken(bucket: Bucket, count: number): Bucket {
  return { ...bucket, tokens: bucket.tokens - count };
}

/** Milliseconds until the next message may go; 0 when one may go now. */
export function untilTokenMs({ tokens }: Bucket, { perSecond }: Pace): number {
  return tokens >= 1 ? 0 : Math.ceil(((1 - tokens) / perSecond) * 1_000);
}
