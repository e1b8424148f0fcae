import { MissingPrerequisite } from '@trailhound/testkit/launchers';
import type { BenchIo } from '../bench-command.js';
import { BenchFailure, exitCodes } from './failure.js';

/** What `start` gives. Fails with the sentence that says what this machine lacks, where it lacks something. */
export async function needed<T>(start: () => Promise<T>): Promise<T> {
  try {
    return await start();
  } catch (error) {
    if (error instanceof MissingPrerequisite) throw new BenchFailure(error.message, exitCodes.failed);
    throw error;
  }
}

/** What `start` gives; undefined where this machine lacks something, which is said: `what` is skipped. */
export async function orSkipped<T>(
  what: string,
  start: () => Promise<T>,
  { say }: Pick<BenchIo, 'say'>,
): Promise<T | undefined> {
  try {
    return await start();
  } catch (error) {
    if (!(error instanceof MissingPrerequisite)) throw error;
    say(`skipped, ${what}: ${error.message}`);
    return undefined;
  }
}
