import { RedisStateStore } from '@trailhound/adapter-redis';
import type { Watch } from './watch.js';

/** A look at the state of an installation from outside, that says nothing. */
export function quietState(url: string, prefix: string): RedisStateStore {
  const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };
  return new RedisStateStore({ url, keyPrefix: `${prefix}:`, logger });
}

/** Everything in the log is matched, and every notification delivered or given up. Rejects while Redis is away. */
export async function isWorkedOff(latest: Watch['latest'], state: RedisStateStore): Promise<boolean> {
  for (const progress of latest.values()) if (progress.lag > 0n) return false;
  if (latest.size < 2 || (await state.deliveries.open(1)).length > 0) return false;
  // Committed offsets never go back: only stamps tell that lost state is being rebuilt.
  for (const [partition, committed] of latest.get('trailhound-matcher')?.committed ?? []) {
    const stamp = await state.windows.stamp('trailhound-matcher/cloudtrail.records', partition);
    if (stamp === undefined || stamp < committed) return false;
  }
  return true;
}
