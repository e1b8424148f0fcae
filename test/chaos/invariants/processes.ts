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

/** The exit code that asks for a new start: the watchdog over the Kafka client ends a process so. */
const startAgain = 3;
/** More in one run are a storm. */
const mostAlone = 6;
const mostBytes = 768 * 1_024 * 1_024;
/** What the log says of a bug rather than of trouble outside. */
const bug = /unhandled|this should not have happened|TypeError|RangeError|ReferenceError|MaxListeners/i;

export const soundProcesses: Invariant = {
  letter: 'G',
  title:
    'no process runs into a bug, takes too much memory, or ends by itself but to be started again, and that seldom',
  check({ crashes, memory, logs }) {
    const problems: string[] = [];
    const alone = crashes.filter(({ because }) => because === undefined);
    const wrong = alone.length > mostAlone ? alone : alone.filter(({ exitCode }) => exitCode !== startAgain);
    if (wrong.length > 0) problems.push(`ended by themselves: ${some(wrong.map(nameOf))}`);
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
