import { setTimeout as sleep } from 'node:timers/promises';
import { type ChaosFault, numberOf } from './fault.js';

/** Connections end in the middle of a request: after some bytes by RST, and once so that the broker does not notice. */
export const brokerConnectionsCut: ChaosFault = {
  number: 14,
  title: 'connections to the broker are cut in the middle of requests',
  isCore: false,
  plan: (random) => ({ bytes: random.int(10_000, 120_000), cutMs: random.int(8_000, 14_000) }),
  async inject({ machines: { kafkaProxy } }, plan) {
    kafkaProxy.set({ cutAfterBytes: numberOf(plan, 'bytes') });
    await sleep(numberOf(plan, 'cutMs'));
    kafkaProxy.set({});
    kafkaProxy.cut('half');
  },
};
