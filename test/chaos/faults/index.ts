import { allMatchersKilled } from './all-matchers-killed.js';
import { badBucket } from './bad-bucket.js';
import { badReceiver } from './bad-receiver.js';
import { brokerBounces } from './broker-bounces.js';
import { brokerConnectionsCut } from './broker-connections-cut.js';
import { everyFailpoint } from './failpoints.js';
import type { ChaosFault } from './fault.js';
import { littleMemory } from './little-memory.js';
import { redisFailsOver } from './redis-fails-over.js';
import { redisFull } from './redis-full.js';
import { redisKilled } from './redis-killed.js';
import { redisLosesTail } from './redis-loses-tail.js';
import { redisLost } from './redis-lost.js';
import { redisSlow } from './redis-slow.js';
import { rulesPushed } from './rules-pushed.js';
import { wrongClock } from './wrong-clock.js';
import { zombieMatcher } from './zombie-matcher.js';

/** Every fault there is, by its number in the matrix. */
export const chaosFaults: readonly ChaosFault[] = [
  everyFailpoint,
  allMatchersKilled,
  zombieMatcher,
  brokerBounces,
  brokerConnectionsCut,
  redisKilled,
  redisLosesTail,
  redisLost,
  redisFailsOver,
  redisFull,
  redisSlow,
  wrongClock,
  badReceiver,
  badBucket,
  rulesPushed,
  littleMemory,
];

/** Faults of the matrix that are not run, and why. */
export const faultsNotRun: readonly { readonly number: number; readonly title: string; readonly why: string }[] = [];
