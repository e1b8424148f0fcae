import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { waitUntil } from '@trailhound/testkit/launchers';
import type { Supervised } from '../lab/supervisor.js';
import { type ChaosFault, numberOf } from './fault.js';

const because = 'fault 6';
/** What an orchestrator gives a process. */
const graceMs = 30_000;

/** A deploy: every process is told to end, one after the other, and the next one takes its place and starts. */
export const rollingRestart: ChaosFault = {
  number: 6,
  title: 'every process is told to end and is replaced, one after the other',
  isCore: false,
  plan: (random) => ({ betweenMs: random.int(500, 3_000) }),
  async inject({ collector, matchers, notifiers }, plan) {
    for (const one of [collector, ...matchers, ...notifiers]) {
      await waitUntil(`${one.name} has started`, () => hasStarted(one), 90_000, 500);
      await one.restart(because, graceMs);
      await sleep(numberOf(plan, 'betweenMs'));
    }
  },
  async judge(lab) {
    const ends = lab.services().flatMap(({ crashes }) => crashes.filter((crash) => crash.because === because));
    return ends
      .filter(({ exitCode }) => exitCode !== 0)
      .map(({ service, exitCode }) => `${service} was told to end and did with exit code ${exitCode}`);
  },
};

/** The process that runs now did, after the one before ended. */
function hasStarted({ logFile }: Supervised): boolean {
  const log = readFileSync(logFile, 'utf8');
  return log.lastIndexOf('"started"') > log.lastIndexOf('"supervisor"');
}
