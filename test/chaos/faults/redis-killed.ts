import { setTimeout as sleep } from 'node:timers/promises';
import { type ChaosFault, numberOf } from './fault.js';

export const redisKilled: ChaosFault = {
  number: 18,
  title: 'Redis is killed and started again, 10 times',
  isCore: true,
  plan: (random) => ({ kills: 10, downMs: random.int(0, 400), upMs: random.int(100, 900) }),
  async inject({ machines: { redis } }, plan) {
    for (let kill = 1; kill <= numberOf(plan, 'kills'); kill += 1) {
      await redis.kill();
      await sleep(numberOf(plan, 'downMs'));
      await redis.start();
      await sleep(numberOf(plan, 'upMs'));
    }
  },
};
