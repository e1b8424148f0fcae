import { setTimeout as sleep } from 'node:timers/promises';
import { type ChaosFault, numberOf } from './fault.js';

/**
 * A notifier stands still while the receiver's answers are on their way to it, for longer than its leases: another one
 * takes its deliveries over, and what it does when it wakes up must change nothing.
 */
export const zombieNotifier: ChaosFault = {
  number: 8,
  title: 'a notifier freezes in the middle of requests until its leases are over, and wakes up',
  isCore: false,
  plan: (random) => ({ notifier: random.int(0, 1), frozenMs: random.int(64_000, 70_000) }),
  async inject({ soc, notifiers }, plan) {
    const before = soc.requests.length;
    soc.script(...Array.from({ length: 12 }, () => ({ kind: 'delay', ms: 1_500 }) as const));
    for (let waited = 0; soc.requests.length < before + 4 && waited < 100; waited += 1) await sleep(100);
    const zombie = notifiers[numberOf(plan, 'notifier')];
    zombie?.freeze();
    await sleep(numberOf(plan, 'frozenMs'));
    zombie?.thaw();
  },
};
