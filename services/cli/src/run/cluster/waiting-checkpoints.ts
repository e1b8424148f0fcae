import { hasCode } from '@trailhound/contracts';
import type { CheckpointStore, Clock } from '@trailhound/ports';

const tryAgainMs = 500;

/**
 * Checkpoints that wait while their store is away, as publishing waits for the log: a collector has nothing better to do,
 * and the store says itself that it cannot be reached. Rejects with the store's own error once the signal aborts.
 */
export function waitingCheckpoints(store: CheckpointStore, clock: Clock, signal: AbortSignal): CheckpointStore {
  async function untilTaken<T>(call: () => Promise<T>): Promise<T> {
    while (true) {
      try {
        return await call();
      } catch (error) {
        if (!hasCode(error, 'STORE_UNAVAILABLE') || signal.aborted) throw error;
        await clock.sleep(tryAgainMs, signal);
      }
    }
  }
  return {
    get: (scope, key) => untilTaken(() => store.get(scope, key)),
    set: (scope, key, value) => untilTaken(() => store.set(scope, key, value)),
    replace: (...given) => untilTaken(() => store.replace(...given)),
  };
}
