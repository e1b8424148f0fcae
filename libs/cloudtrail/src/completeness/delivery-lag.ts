/** Bucket n holds lags from 2^(n/2) s on, bucket 0 everything shorter: 5 % to 20 % exact, from a second to a fortnight. */
const bucketsPerDoubling = 2;
const maxBucket = 41;

/** The bucket of a lag in milliseconds. */
export function lagBucketOf(lagMs: number): number {
  if (lagMs <= 1000) return 0;
  return Math.min(maxBucket, Math.floor(Math.log2(lagMs / 1000) * bucketsPerDoubling));
}

/** The lag that a share (0 to 1) of the records had at most, in milliseconds; undefined where there are none. */
export function lagQuantileMs(counts: readonly number[], share: number): number | undefined {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  let below = 0;
  for (const [bucket, count] of counts.entries()) {
    below += count;
    if (below >= share * total) return Math.round(2 ** ((bucket + 1) / bucketsPerDoubling) * 1000);
  }
  return undefined;
}
