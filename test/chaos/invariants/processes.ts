import type { Crash } from '../lab/supervisor.js';
import { type Invariant, some } from './evidence.js';

export const allDone: Invariant = {
  letter: 'E',
  title: 'everything is worked off in time',
  check: ({ isDrained }) => ({ problems: isDrained ? [] : ['work was left when the time was over'] }),
};

export const offsetsGrow: Invariant = {
  letter: 'F',
  title: 'committed offsets never go back',
  check: ({ stepsBack }) => ({
    problems: stepsBack.map(
      ({ group, partition, from, to }) => `${group}/${partition} went back from ${from} to ${to}`,
    ),
  }),
};

const mostBytes = 768 * 1_024 * 1_024;
/** What the log says of a bug rather than of trouble outside. */
const bug = /unhandled|this should not have happened|TypeError|RangeError|ReferenceError|MaxListeners/i;

export const soundProcesses: Invariant = {
  letter: 'G',
  title: 'no process ends by itself, runs into a bug or takes too much memory',
  check({ crashes, memory, logs }) {
    const problems: string[] = [];
    // The watchdog over the Kafka client would end one that reads nothing for a minute; the client mends itself before.
    const alone = crashes.filter(({ because }) => because === undefined);
    if (alone.length > 0) problems.push(`ended by themselves: ${some(alone.map(nameOf))}`);
    for (const [service, bytes] of memory) {
      if (bytes > mostBytes) problems.push(`${service} took ${Math.round(bytes / 1_024 / 1_024)} MiB`);
    }
    for (const [service, log] of logs) {
      const lines = log.split('\n').filter((line) => bug.test(line));
      if (lines.length > 0) problems.push(`${service} logged ${some(lines.map((line) => line.slice(0, 300)))}`);
    }
    return { problems };
  },
};

function nameOf({ service, exitCode, atMs }: Crash): string {
  return `${service} (${exitCode}, ${new Date(atMs).toISOString()})`;
}
