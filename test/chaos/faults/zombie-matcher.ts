import { setTimeout as sleep } from 'node:timers/promises';
import { type ChaosFault, numberOf } from './fault.js';

/** A matcher sleeps for twice its session, loses its partitions, and wakes up in the middle of a batch. */
export const zombieMatcher: ChaosFault = {
  number: 7,
  title: 'a matcher freezes for two sessions and wakes up',
  isCore: true,
  plan: (random) => ({ matcher: random.int(0, 1), frozenMs: random.int(12_000, 13_000) }),
  async inject({ matchers }, plan) {
    const zombie = matchers[numberOf(plan, 'matcher')];
    zombie?.freeze();
    await sleep(numberOf(plan, 'frozenMs'));
    zombie?.thaw();
  },
};
