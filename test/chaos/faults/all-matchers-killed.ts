import { setTimeout as sleep } from 'node:timers/promises';
import { type ChaosFault, numberOf } from './fault.js';

/** As when a bad release crashes everywhere, or the node goes on which all of them run. */
export const allMatchersKilled: ChaosFault = {
  number: 5,
  title: 'all matchers are killed at once, 5 times',
  isCore: false,
  plan: (random) => ({ kills: 5, upMs: random.int(1_000, 6_000) }),
  async inject({ matchers }, plan) {
    for (let kill = 1; kill <= numberOf(plan, 'kills'); kill += 1) {
      await Promise.all(matchers.map((matcher) => matcher.kill('fault 5')));
      await sleep(numberOf(plan, 'upMs'));
    }
  },
};
