import type { Firing, Observation } from '@trailhound/detection';
import type { ObserveResult, WindowStore } from '@trailhound/ports';

/** Observes a batch that begins where the one before ended; the length of the batch is the number of observations. */
export async function observe(
  store: WindowStore,
  observations: readonly Observation[],
  at: { readonly partition?: number; readonly from?: number; readonly first?: boolean } = {},
): Promise<ObserveResult> {
  const { partition = 0, from = 0, first = from === 0 } = at;
  const to = BigInt(from + observations.length);
  return store.observe({ stream: 'matchers', partition, from: BigInt(from), to, first, observations });
}

/** The alerts of a batch that was counted; anything else fails the test. */
export function firings(result: ObserveResult): readonly Firing[] {
  if (result.kind !== 'ok') throw new Error(result.kind);
  return result.firings.flat();
}
