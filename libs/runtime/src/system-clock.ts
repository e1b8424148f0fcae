import { setTimeout } from 'node:timers/promises';
import type { Clock } from '@trailhound/ports';

/** The machine's clock; the only place that reads it. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    try {
      await setTimeout(ms, undefined, signal ? { signal } : {});
    } catch (error) {
      if (!signal?.aborted) throw error;
    }
  },
};
