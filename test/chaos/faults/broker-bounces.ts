import { setTimeout as sleep } from 'node:timers/promises';
import { type ChaosFault, numberOf } from './fault.js';

export const brokerBounces: ChaosFault = {
  number: 11,
  title: 'the broker is killed and started again, 5 times',
  isCore: true,
  plan: (random) => ({ bounces: 5, downMs: random.int(0, 1_500), upMs: random.int(500, 3_000) }),
  async inject({ machines: { kafka } }, plan) {
    for (let bounce = 1; bounce <= numberOf(plan, 'bounces'); bounce += 1) {
      await kafka.kill();
      await sleep(numberOf(plan, 'downMs'));
      await kafka.start();
      await sleep(numberOf(plan, 'upMs'));
    }
  },
};
