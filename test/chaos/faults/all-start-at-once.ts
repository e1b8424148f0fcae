import { setTimeout as sleep } from 'node:timers/promises';
import { type ChaosFault, numberOf } from './fault.js';

/** After a power cut everything comes up together: services meet a broker that is still loading its groups. */
export const allStartAtOnce: ChaosFault = {
  number: 15,
  title: 'the broker and all services start at once',
  isCore: false,
  plan: (random) => ({ downMs: random.int(500, 2_000) }),
  async inject(lab, plan) {
    const { kafka } = lab.machines;
    await kafka.kill();
    await sleep(numberOf(plan, 'downMs'));
    const running = [lab.collector, ...lab.matchers, ...lab.notifiers];
    await Promise.all([kafka.start(), ...running.map((service) => service.kill('fault 15'))]);
  },
};
