import { setTimeout as sleep } from 'node:timers/promises';
import { startRedis } from '@trailhound/testkit/launchers';
import { type ChaosFault, numberOf } from './fault.js';
import { connected, followed, handedOver } from './redis-replica.js';

/**
 * The replica that takes over has missed the last seconds, as with every asynchronous failover. Afterwards the old server
 * takes over again, this time with all there is.
 */
export const redisFailsOver: ChaosFault = {
  number: 21,
  title: 'Redis fails over to a replica that is seconds behind',
  isCore: false,
  plan: (random) => ({ behindMs: random.int(2_000, 10_000), aloneMs: random.int(3_000, 6_000) }),
  async inject({ machines: { redis, redisProxy } }, plan) {
    const second = await startRedis();
    const [old, replica] = [connected(redis), connected(second)];
    try {
      await followed(replica, redis);
      await replica.replicaof('NO', 'ONE'); // from now on it learns nothing more
      await sleep(numberOf(plan, 'behindMs'));
      await redis.kill();
      redisProxy.target(new URL(second.url).host);
      redisProxy.cut('reset');
      await sleep(numberOf(plan, 'aloneMs'));
      await redis.start();
      await handedOver(second, old);
      redisProxy.target(new URL(redis.url).host);
      redisProxy.cut('reset');
    } finally {
      old.disconnect();
      replica.disconnect();
      await second.stop();
    }
  },
};
