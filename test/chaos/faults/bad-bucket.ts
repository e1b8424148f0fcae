import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '@trailhound/testkit';
import type { BucketFault } from '../lab/bucket.js';
import { type ChaosFault, numberOf } from './fault.js';

/** S3 as it is on a bad day. Objects that come twice and out of order are part of every run; here the reading fails, too. */
export const badBucket: ChaosFault = {
  number: 28,
  title: 'S3 throttles, fails, answers late and cuts objects in the middle',
  isCore: false,
  plan: (random) => ({ seed: random.int(1, 1_000_000), share: 0.6, badMs: random.int(10_000, 20_000) }),
  async inject({ bucket }, plan) {
    const random = seededRandom(numberOf(plan, 'seed'));
    bucket.misbehave(() => (random.chance(numberOf(plan, 'share')) ? random.weighted(ways) : undefined));
    await sleep(numberOf(plan, 'badMs'));
    bucket.misbehave(undefined);
  },
};

const ways: readonly (readonly [BucketFault, number])[] = [
  ['throttle', 3],
  ['unavailable', 3],
  ['cut', 3],
  [{ delayMs: 3_000 }, 1],
];
