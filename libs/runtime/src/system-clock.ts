import type { Clock } from '@trailhound/ports';

/** The machine's clock; the only place that reads it. */
export const systemClock: Clock = {
  now: () => Date.now(),
  // Not `setTimeout` of `node:timers/promises`: what wakes often would make an error each time, for nobody to see.
  sleep(ms, signal) {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const wake = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      signal?.addEventListener('abort', wake, { once: true });
    });
  },
};
