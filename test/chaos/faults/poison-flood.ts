import { type ChaosFault, numberOf } from './fault.js';

/** Whole objects of it, one after the other: each piece is set aside with its pointer, and nothing waits behind it. */
export const poisonFlood: ChaosFault = {
  number: 30,
  title: 'nothing but unreadable records for a while',
  isCore: false,
  plan: (random) => ({ records: random.int(1_500, 2_500) }),
  prepare(settings, plan) {
    settings.poisonFlood = numberOf(plan, 'records');
  },
};
