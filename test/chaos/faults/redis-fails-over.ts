import { setTimeout as sleep } from 'node:timers/promises';
import { startRedis, waitUntil } from '@trailhound/testkit/launchers';
import { Redis } from 'ioredis';
import { type ChaosFault, numberOf } from './fault.js';

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
    const [old, replica] = [asked(redis.url), asked(second.url)];
    try {
      await followed(replica, redis.url);
      await replica.replicaof('NO', 'ONE'); // from now on it learns nothing more
      await sleep(numberOf(plan, 'behindMs'));
      await redis.kill();
      redisProxy.target(new URL(second.url).host);
      redisProxy.cut('reset');
      await sleep(numberOf(plan, 'aloneMs'));
      await redis.start();
      await followed(old, second.url);
      await replica.call('CLIENT', 'PAUSE', '10000', 'WRITE');
      await followed(old, second.url);
      await old.replicaof('NO', 'ONE');
      redisProxy.target(new URL(redis.url).host);
      redisProxy.cut('reset');
    } finally {
      old.disconnect();
      replica.disconnect();
      await second.stop();
    }
  },
};

function asked(url: string): Redis {
  const client = new Redis(url, { maxRetriesPerRequest: 20 });
  client.on('error', () => undefined); // it is killed here, which is the point
  return client;
}

/** Resolves once `replica` has everything the server at `url` has written by then. */
async function followed(replica: Redis, url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  await replica.replicaof(hostname, Number(port));
  const server = asked(url);
  try {
    const target = numberIn(await server.info('replication'), 'master_repl_offset');
    await waitUntil('the replica has caught up', async () => {
      const info = await replica.info('replication');
      return info.includes('master_link_status:up') && numberIn(info, 'slave_repl_offset') >= target;
    });
  } finally {
    server.disconnect();
  }
}

function numberIn(info: string, name: string): number {
  return Number(new RegExp(`${name}:(\\d+)`).exec(info)?.[1] ?? Number.NaN);
}
