import { statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ChaosFault, numberOf } from './fault.js';

const sigTerm = 143;

export const scaled: ChaosFault = {
  number: 10,
  title: 'matchers are scaled to 1, to 4 and to 2',
  isCore: false,
  plan: (random) => ({ eachMs: random.int(4_000, 8_000) }),
  async inject(lab, plan) {
    for (const count of [1, 4, 2]) {
      await lab.scaleMatchers(count);
      await sleep(numberOf(plan, 'eachMs'));
    }
  },
  async judge(lab) {
    // A process that said nothing yet was told to end before it had begun: the signal itself ends it.
    const hasBegun = (logFile: string) => statSync(logFile).size > 0;
    return lab
      .services()
      .filter(({ stopped = 0, logFile }) => stopped !== 0 && (stopped !== sigTerm || hasBegun(logFile)))
      .map(({ name, stopped }) => `${name} was told to end and did with exit code ${stopped}`);
  },
};
