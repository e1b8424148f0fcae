import { setTimeout as sleep } from 'node:timers/promises';
import { type ChaosFault, numberOf } from './fault.js';

export const brokerFrozen: ChaosFault = {
  number: 12,
  title: 'the broker freezes for 40 s and wakes up',
  isCore: false,
  plan: () => ({ frozenMs: 40_000 }),
  async inject({ machines: { kafka } }, plan) {
    kafka.freeze();
    await sleep(numberOf(plan, 'frozenMs'));
    kafka.thaw();
  },
};
