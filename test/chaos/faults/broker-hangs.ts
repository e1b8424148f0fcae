import { setTimeout as sleep } from 'node:timers/promises';
import { type ChaosFault, numberOf } from './fault.js';

/** Connections are taken and stay open, and nothing is ever answered: only a timeout of one's own tells. */
export const brokerHangs: ChaosFault = {
  number: 13,
  title: 'the broker takes connections and never answers',
  isCore: false,
  plan: (random) => ({ hangMs: random.int(20_000, 25_000) }),
  async inject({ machines: { kafkaProxy } }, plan) {
    kafkaProxy.set({ connections: 'hang', toServer: { isBlackhole: true }, toClient: { isBlackhole: true } });
    await sleep(numberOf(plan, 'hangMs'));
    kafkaProxy.set({});
    // What was swallowed does not come again on a connection.
    kafkaProxy.cut('reset');
  },
};
