import { setTimeout } from 'node:timers/promises';
import type { Clock } from '@trailhound/ports';

/** The machine's clock, for suites that run against real stores. */
export const realClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    await setTimeout(ms, undefined, signal ? { signal } : {}).catch(() => {});
  },
};

/** Waits until `holds` does, looking every 10 ms; throws with `what` when it takes longer than `withinMs`. */
export async function eventually(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 20_000,
): Promise<void> {
  const endMs = Date.now() + withinMs;
  while (!(await holds())) {
    if (Date.now() > endMs) throw new Error(`waited ${withinMs} ms in vain: ${what}`);
    await setTimeout(10);
  }
}
