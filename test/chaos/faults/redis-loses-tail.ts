import { readdirSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ChaosFault, numberOf } from './fault.js';

/**
 * What an unsynced disk or a failover loses: the end of what was written. A kill alone never loses it, for the kernel
 * still has the pages.
 */
export const redisLosesTail: ChaosFault = {
  number: 19,
  title: 'Redis loses the end of its append-only file',
  isCore: true,
  plan: (random) => ({ share: random.int(1, 30) / 100, downMs: random.int(0, 1_000) }),
  async inject({ machines: { redis } }, plan) {
    await redis.kill();
    const folder = join(redis.folder, 'appendonlydir');
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.incr.aof'))) {
      const { size } = statSync(join(folder, file));
      truncateSync(join(folder, file), Math.floor(size * (1 - numberOf(plan, 'share'))));
    }
    await sleep(numberOf(plan, 'downMs'));
    await redis.start();
  },
};
