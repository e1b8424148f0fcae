import { setTimeout as sleep } from 'node:timers/promises';
import { BenchFailure, exitCodes } from '../kit/failure.js';

const lookEveryMs = 100;
/** So long without any progress, and nothing more is waited for. */
const patienceMs = 60_000;

/** Waits until the count comes to what is expected. Fails when it stands still for a minute before. */
export async function untilSettled(count: () => Promise<number>, expected: number): Promise<void> {
  let best = -1;
  for (let since = Date.now(); ; await sleep(lookEveryMs)) {
    const now = await count();
    if (now >= expected) return;
    if (now > best) since = Date.now();
    best = Math.max(best, now);
    if (Date.now() - since > patienceMs)
      throw new BenchFailure(
        `only ${now} of ${expected} came, and no more in ${patienceMs / 1000} s`,
        exitCodes.failed,
      );
  }
}
