import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { type ChaosFault, numberOf } from './fault.js';

/** Redis answers every write with OOM until somebody gives it more memory. */
export const redisFull: ChaosFault = {
  number: 22,
  title: 'Redis has no memory left',
  isCore: false,
  plan: (random) => ({ fullMs: random.int(8_000, 15_000) }),
  async inject({ machines: { redis } }, plan) {
    const client = new Redis(redis.url, { lazyConnect: true, maxRetriesPerRequest: 1 });
    await client.connect();
    await client.config('SET', 'maxmemory', '1mb');
    await sleep(numberOf(plan, 'fullMs'));
    await client.config('SET', 'maxmemory', '0');
    client.disconnect();
  },
};
