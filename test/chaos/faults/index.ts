import { badReceiver } from './bad-receiver.js';
import { brokerBounces } from './broker-bounces.js';
import { everyFailpoint } from './failpoints.js';
import type { ChaosFault } from './fault.js';
import { redisKilled } from './redis-killed.js';
import { redisLosesTail } from './redis-loses-tail.js';
import { redisLost } from './redis-lost.js';
import { zombieMatcher } from './zombie-matcher.js';

/** Every fault there is, by its number in the matrix. */
export const chaosFaults: readonly ChaosFault[] = [
  everyFailpoint,
  zombieMatcher,
  brokerBounces,
  redisKilled,
  redisLosesTail,
  redisLost,
  badReceiver,
];

/** Faults of the matrix that are not run, and why. */
export const faultsNotRun: readonly { readonly number: number; readonly title: string; readonly why: string }[] = [];
