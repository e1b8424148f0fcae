import { setImmediate } from 'node:timers/promises';
import type { Turns } from '@trailhound/rules';

/** Milliseconds a turn lasts; a single step that takes longer lengthens it. */
const turnMs = 8;

/** Turns so short that records, heartbeats and requests do not notice the work between them. */
export function shortTurns(): Turns {
  let beganMs = performance.now();
  return {
    isOver: () => performance.now() - beganMs >= turnMs,
    async next() {
      await setImmediate();
      beganMs = performance.now();
    },
  };
}
