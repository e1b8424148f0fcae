import { allMatchersKilled } from './all-matchers-killed.js';
import { allStartAtOnce } from './all-start-at-once.js';
import { badBucket } from './bad-bucket.js';
import { badReceiver } from './bad-receiver.js';
import { brokerBounces } from './broker-bounces.js';
import { brokerConnectionsCut } from './broker-connections-cut.js';
import { brokerFrozen } from './broker-frozen.js';
import { brokerHangs } from './broker-hangs.js';
import { everyFailpoint } from './failpoints.js';
import type { ChaosFault } from './fault.js';
import { collectorKilled, matcherKilled, notifierKilled } from './killed-at-random.js';
import { littleMemory } from './little-memory.js';
import { logDeleted } from './log-deleted.js';
import { matcherStalls } from './matcher-stalls.js';
import { partitionsAdded } from './partitions-added.js';
import { poisonFlood } from './poison-flood.js';
import { receiverAway } from './receiver-away.js';
import { redisDiskFull } from './redis-disk-full.js';
import { redisFailsOver } from './redis-fails-over.js';
import { redisFull } from './redis-full.js';
import { redisKilled } from './redis-killed.js';
import { redisLosesTail } from './redis-loses-tail.js';
import { redisLost } from './redis-lost.js';
import { redisSlow } from './redis-slow.js';
import { rollingRestart } from './rolling-restart.js';
import { rulesPushed } from './rules-pushed.js';
import { scaled } from './scaled.js';
import { wrongClock } from './wrong-clock.js';
import { zombieMatcher } from './zombie-matcher.js';
import { zombieNotifier } from './zombie-notifier.js';

/** Every fault there is, by its number in the matrix. */
export const chaosFaults: readonly ChaosFault[] = [
  collectorKilled,
  matcherKilled,
  notifierKilled,
  everyFailpoint,
  allMatchersKilled,
  rollingRestart,
  zombieMatcher,
  zombieNotifier,
  matcherStalls,
  scaled,
  brokerBounces,
  brokerFrozen,
  brokerHangs,
  brokerConnectionsCut,
  allStartAtOnce,
  partitionsAdded,
  logDeleted,
  redisKilled,
  redisLosesTail,
  redisLost,
  redisFailsOver,
  redisFull,
  redisSlow,
  redisDiskFull,
  wrongClock,
  badReceiver,
  receiverAway,
  badBucket,
  rulesPushed,
  poisonFlood,
  littleMemory,
];

/** What is not broken here, and why. */
export const notRun: readonly { readonly title: string; readonly why: string }[] = [
  {
    title: 'Kafka with three brokers: a lost leader, a replica set below its minimum',
    why: 'one machine runs one broker; its kills, freezes and cuts are 11 to 15',
  },
  {
    title: 'Redis Sentinel electing another primary',
    why: 'it needs three machines to agree; what services see of it, a replica seconds behind in its place, is 21',
  },
  {
    title: 'a clock changed from outside (libfaketime)',
    why: 'Node reads its clock without the calls it replaces; 25 replaces the clock inside the process',
  },
  { title: 'a full disk under Kafka', why: 'the broker ends by itself then, which is 11; Redis on a full disk is 24' },
];
