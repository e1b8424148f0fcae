import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@trailhound/ports';

/** Connects, for as long as it takes; says once that it waits and once that it got through. Resolves early on abort. */
export async function untilConnected(connect: () => Promise<void>, logger: Logger, signal: AbortSignal): Promise<void> {
  for (let attempt = 0; !signal.aborted; attempt += 1) {
    try {
      await connect();
      if (attempt > 0) logger.info({}, 'connected to Kafka');
      return;
    } catch (err) {
      if (attempt === 0) logger.warn({ err }, 'Kafka cannot be reached; waiting until it can');
      await sleep(Math.min(500 * 2 ** Math.min(attempt, 4), 5000), undefined, { signal }).catch(() => undefined);
    }
  }
}
