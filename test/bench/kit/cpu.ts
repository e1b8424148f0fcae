import { spawnSync } from 'node:child_process';

/** How to start a program so that it has one processor to itself, as far as the machine lets us. */
export interface Pinning {
  /** Words to put in front of the command. */
  readonly prefix: readonly string[];
  /** For the report. */
  readonly description: string;
}

/** Pins to the last of the processors this process may use; Linux' `taskset` does it. */
export function onOneCpu(): Pinning {
  const { status, stdout } = spawnSync('taskset', ['-cp', String(process.pid)], { encoding: 'utf8' });
  const last = status === 0 ? /(\d+)\s*$/.exec(stdout)?.[1] : undefined;
  if (last === undefined) return { prefix: [], description: 'not pinned to a processor: this machine has no taskset' };
  return { prefix: ['taskset', '-c', last], description: `pinned to processor ${last}` };
}
