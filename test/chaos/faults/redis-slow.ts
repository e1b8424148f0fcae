import { setTimeout as sleep } from 'node:timers/promises';
import { type ChaosFault, numberOf } from './fault.js';

/** A Redis far away costs throughput and nothing else. */
export const redisSlow: ChaosFault = {
  number: 23,
  title: 'Redis answers 200 ms late',
  isCore: false,
  plan: (random) => ({ latencyMs: 200, slowMs: random.int(10_000, 20_000) }),
  async inject({ machines: { redisProxy } }, plan) {
    redisProxy.set({ toServer: { latencyMs: numberOf(plan, 'latencyMs') } });
    await sleep(numberOf(plan, 'slowMs'));
    redisProxy.set({});
  },
};
