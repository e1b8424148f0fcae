import { setTimeout as sleep } from 'node:timers/promises';
import { type ChaosFault, numberOf } from './fault.js';

/** Long enough for the breaker to open and for retries to be minutes apart; what was not sent meanwhile comes when the receiver is back. */
export const receiverAway: ChaosFault = {
  number: 27,
  title: 'the receiver is away for six minutes',
  isCore: false,
  plan: (random) => ({ awayMs: random.int(350_000, 370_000) }),
  async inject({ socProxy }, plan) {
    socProxy.set({ connections: 'refuse' });
    socProxy.cut('reset');
    await sleep(numberOf(plan, 'awayMs'));
    socProxy.set({});
  },
};
