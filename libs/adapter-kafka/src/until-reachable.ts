import { setTimeout as sleep } from 'node:timers/promises';
import { isPassing } from './kafka-errors.js';
import type { Reachability } from './reachability.js';

const longestWaitMs = 2000;

/**
 * Does something that needs the brokers, again and again until they let it. Rejects at once with what waiting does not
 * mend, and with the signal's reason when it aborts.
 */
export async function untilReachable<T>(
  work: () => Promise<T>,
  reachability: Reachability,
  signal: AbortSignal,
): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      const result = await work();
      reachability.answered();
      return result;
    } catch (error) {
      if (signal.aborted || !isPassing(error)) throw error;
      reachability.failed(error);
      await sleep(Math.min(200 * 2 ** attempt, longestWaitMs), undefined, { signal });
    }
  }
}
