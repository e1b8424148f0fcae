import { setImmediate } from 'node:timers/promises';

/** Milliseconds a turn lasts; a single step that takes longer lengthens it. */
const turnMs = 8;

/**
 * Turns so short that records, heartbeats and requests do not notice the work between them. For work in steps, such as
 * loading rules: `isOver` tells whether it should let others go, `next` resolves when it may go on.
 */
export function shortTurns(): { isOver(): boolean; next(): Promise<void> } {
  let beganMs = performance.now();
  return {
    isOver: () => performance.now() - beganMs >= turnMs,
    async next() {
      await setImmediate();
      beganMs = performance.now();
    },
  };
}
