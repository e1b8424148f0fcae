import { setTimeout as sleep } from 'node:timers/promises';

/** Repeats `check` until it answers true; rejects with `what` and the last failure after `timeoutMs`. */
export async function waitUntil(
  what: string,
  check: () => Promise<boolean> | boolean,
  timeoutMs = 30_000,
  everyMs = 100,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let last: unknown;
  while (Date.now() < deadline) {
    try {
      if (await check()) return;
    } catch (error) {
      last = error;
    }
    await sleep(everyMs);
  }
  throw new Error(`gave up after ${timeoutMs} ms waiting until ${what}`, { cause: last });
}
