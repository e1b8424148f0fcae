import { failpointDocs } from '@trailhound/runtime';
import type { Random } from '@trailhound/testkit';
import type { ChaosFault } from './fault.js';

/** How often a point may be passed before it kills, at most; a busy machine takes large batches, and few of them. */
const passes: Readonly<Record<string, number>> = { C1: 12, C2: 12, C3: 12, C4: 12, N6: 2 };
const fewPasses = 4;

/** Processes that share the points of a service. */
const sharers = {
  collector: ['collector-1'],
  matcher: ['matcher-1', 'matcher-2'],
  notifier: ['notifier-1', 'notifier-2'],
};

/** Every point there is: one process runs into it and is killed there, then the next process into the next one. */
export const everyFailpoint: ChaosFault = {
  number: 4,
  title: 'SIGKILL at every failpoint',
  isCore: true,
  plan(random) {
    const plan: Record<string, string[]> = {};
    for (const [service, processes] of Object.entries(sharers)) {
      const names = Object.entries(failpointDocs).filter(([, doc]) => doc.service === service);
      for (const [at, [name]] of random.shuffled(names).entries()) {
        const process = processes[at % processes.length] ?? '';
        plan[process] = [...(plan[process] ?? []), failpoint(random, name)];
      }
    }
    return plan;
  },
  prepare({ failpoints }, plan) {
    for (const [process, points] of Object.entries(plan)) failpoints.set(process, [...(points as string[])]);
  },
  async judge(lab) {
    return lab
      .services()
      .filter(({ waiting }) => waiting.length > 0)
      .map(({ name, waiting }) => `${name} never came to ${waiting.join(', ')}: the run proves less than it should`);
  },
};

function failpoint(random: Random, name: string): string {
  return `${name}:after=${random.int(0, passes[name] ?? fewPasses)}:kill`;
}
