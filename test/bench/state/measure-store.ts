import type { WindowStore } from '@trailhound/ports';
import { type Load, observationBatches } from './observations.js';

/** As many as the matcher handles at a time. */
export const batchSize = 500;

/** Counts a load on one partition of a stream, as a matcher does, alerts marked as published; answers updates a second. */
export async function updatesPerSecond(windows: WindowStore, stream: string, load: Load): Promise<number> {
  let from = 0n;
  const start = performance.now();
  for (const observations of observationBatches(load, batchSize)) {
    const to = from + BigInt(observations.length);
    const result = await windows.observe({ stream, partition: 0, from, to, first: from === 0n, observations });
    if (result.kind !== 'ok') throw new Error(`the store answered ${result.kind} to a batch in order`);
    const firings = result.firings.flat();
    if (firings.length > 0) await windows.markDone(firings);
    from = to;
  }
  return (load.groups * load.perGroup) / ((performance.now() - start) / 1000);
}
