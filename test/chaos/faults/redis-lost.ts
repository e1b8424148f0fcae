import { Redis } from 'ioredis';
import type { ChaosFault } from './fault.js';

/** Everything in Redis is gone at once, as after a wrong command, or behind an address where a new server answers. */
export const redisLost: ChaosFault = {
  number: 20,
  title: 'Redis loses everything (FLUSHALL)',
  isCore: true,
  plan: () => ({}),
  async inject({ machines: { redis } }) {
    const client = new Redis(redis.url, { lazyConnect: true, maxRetriesPerRequest: 1 });
    await client.connect();
    await client.flushall();
    client.disconnect();
  },
};
