import type { Clock, LogConsumer, Logger } from '@trailhound/ports';

/** Milliseconds between two probes of a store that is down, before jitter of up to a fifth. */
export const probeEveryMs = 1_000;

/**
 * Stops reading while the state store is down. Nothing is counted, committed or dropped meanwhile: the log keeps the
 * records, the batch in hand is delivered again after `resume`.
 */
export interface StoreGate {
  /** The store refused: pause, and resume as soon as it answers. Calling it again while closed changes nothing. */
  close(error: unknown): void;
  /** Epoch milliseconds since when reading is paused; undefined while the store answers. */
  closedSinceMs(): number | undefined;
  /** Resolves when no probe is under way any more. */
  stop(): Promise<void>;
}

export interface StoreGateOptions {
  readonly consumer: Pick<LogConsumer, 'pause' | 'resume'>;
  readonly ping: () => Promise<void>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1): spreads the probes of many replicas. */
  readonly random: () => number;
}

export function createStoreGate({ consumer, ping, clock, logger, random }: StoreGateOptions): StoreGate {
  const stopping = new AbortController();
  let sinceMs: number | undefined;
  let probing: Promise<void> = Promise.resolve();

  async function probe(): Promise<void> {
    while (!stopping.signal.aborted) {
      await clock.sleep(probeEveryMs * (1 + 0.2 * random()), stopping.signal);
      if (stopping.signal.aborted) return;
      try {
        await ping();
      } catch {
        continue;
      }
      logger.info({ pausedMs: clock.now() - (sinceMs ?? clock.now()) }, 'state store answers again, reading on');
      sinceMs = undefined;
      consumer.resume();
      return;
    }
  }

  return {
    close(error) {
      if (sinceMs !== undefined || stopping.signal.aborted) return;
      sinceMs = clock.now();
      logger.error({ err: error }, 'state store unavailable, reading is paused');
      consumer.pause();
      probing = probe();
    },
    closedSinceMs: () => sinceMs,
    async stop() {
      stopping.abort();
      await probing;
    },
  };
}
