import { fileURLToPath } from 'node:url';
import { type ChaosFault, numberOf } from './fault.js';

const shiftClock = fileURLToPath(new URL('../lab/shift-clock.mjs', import.meta.url));

/**
 * Half of the matchers live two hours ahead, the others two hours behind, and each jumps to the other side after a while.
 * Windows are of event time, leases of Redis' time, so nobody may notice.
 */
export const wrongClock: ChaosFault = {
  number: 25,
  title: 'the clocks of the matchers are two hours ahead and behind, and jump',
  isCore: false,
  plan: (random) => ({ shiftMs: 7_200_000, jumpAfterMs: random.int(5_000, 30_000) }),
  prepare({ nodeArgs, env }, plan) {
    nodeArgs.set('matcher', [...(nodeArgs.get('matcher') ?? []), '--import', shiftClock]);
    const [shift, after] = [numberOf(plan, 'shiftMs'), numberOf(plan, 'jumpAfterMs')].map(String);
    env.set('matcher', {
      ...env.get('matcher'),
      CHAOS_CLOCK_SHIFT_MS: shift ?? '',
      CHAOS_CLOCK_JUMP_AFTER_MS: after ?? '',
    });
  },
};
