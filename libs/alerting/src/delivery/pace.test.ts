import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketAllows, filled, fullBucket, taken, untilTokenMs } from './pace.js';

const pace = { perSecond: 2, burst: 5 };

describe('a token bucket', () => {
  it('lets a burst through, then its rate', () => {
    let bucket = fullBucket(pace, 0);
    expect(bucketAllows(bucket, 9)).toBe(5);
    bucket = taken(bucket, 5);
    expect([bucketAllows(bucket, 9), untilTokenMs(bucket, pace)]).toEqual([0, 500]);
    bucket = filled(bucket, pace, 1_000);
    expect([bucketAllows(bucket, 9), bucketAllows(bucket, 1), untilTokenMs(bucket, pace)]).toEqual([2, 1, 0]);
    expect(bucketAllows(filled(bucket, pace, 1e9), 9)).toBe(5);
  });

  it('takes nothing when the clock is set back', () => {
    expect(filled({ tokens: 1, atMs: 10_000 }, pace, 0)).toEqual({ tokens: 1, atMs: 0 });
  });

  it('never lets more through than the burst and the rate over the time', () => {
    const steps = fc.array(fc.tuple(fc.nat({ max: 3_000 }), fc.nat({ max: 9 })), { maxLength: 60 });
    fc.assert(
      fc.property(steps, (given) => {
        let nowMs = 0;
        let bucket = fullBucket(pace, nowMs);
        let sent = 0;
        for (const [passedMs, wanted] of given) {
          nowMs += passedMs;
          bucket = filled(bucket, pace, nowMs);
          const allowed = bucketAllows(bucket, wanted);
          bucket = taken(bucket, allowed);
          sent += allowed;
        }
        expect(sent).toBeLessThanOrEqual(pace.burst + (nowMs / 1_000) * pace.perSecond + 1e-6);
      }),
    );
  });
});
