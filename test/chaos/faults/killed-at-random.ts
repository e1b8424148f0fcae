import { setTimeout as sleep } from 'node:timers/promises';
import type { Lab } from '../lab/lab.js';
import { type ChaosFault, numberOf } from './fault.js';

const kills = 20;

/** Wherever they are: failpoints break the steps that are known to matter, this all others. */
function killedAtRandom(number: number, service: 'collector' | 'matcher' | 'notifier'): ChaosFault {
  return {
    number,
    title: `a ${service} is killed at random, ${kills} times`,
    isCore: false,
    plan: (random) => ({
      kills: Array.from({ length: kills }, () => ({ process: random.int(0, 1), afterMs: random.int(100, 2_500) })),
    }),
    async inject(lab, plan) {
      for (const kill of plan['kills'] as Readonly<Record<string, unknown>>[]) {
        await sleep(numberOf(kill, 'afterMs'));
        const processes = processesOf(lab, service);
        await processes[numberOf(kill, 'process') % processes.length]?.kill(`fault ${number}`);
      }
    },
  };
}

export const collectorKilled: ChaosFault = killedAtRandom(1, 'collector');
export const matcherKilled: ChaosFault = killedAtRandom(2, 'matcher');
export const notifierKilled: ChaosFault = killedAtRandom(3, 'notifier');

function processesOf(lab: Lab, service: 'collector' | 'matcher' | 'notifier') {
  if (service === 'collector') return [lab.collector];
  return service === 'matcher' ? lab.matchers : lab.notifiers;
}
