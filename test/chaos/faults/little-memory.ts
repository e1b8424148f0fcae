import type { ChaosFault } from './fault.js';

/** A container that is too small on paper. Nothing may grow with what flows through. */
export const littleMemory: ChaosFault = {
  number: 31,
  title: 'every process has 128 MB of heap',
  isCore: false,
  plan: () => ({}),
  prepare({ nodeArgs }) {
    for (const service of ['collector', 'matcher', 'notifier'])
      nodeArgs.set(service, [...(nodeArgs.get(service) ?? []), '--max-old-space-size=128']);
  },
};
