import type { Clock, StateStore } from '@trailhound/ports';
import type { Logger } from '@trailhound/runtime';

/** Other processes enqueue too, people put back, and leases run out. */
const lookEveryMs = 1_000;

export interface DueWatchParts {
  readonly destinations: readonly string[];
  readonly ledger: Pick<StateStore['deliveries'], 'nextDueMs'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** A delivery to the destination can be claimed from that time on, epoch milliseconds. */
  readonly onDue: (destination: string, dueMs: number) => void;
}

/**
 * Looks for all destinations together at when they have something to do next: one question a second, however many there
 * are. What this process enqueues it knows without asking.
 */
export class DueWatch {
  constructor(private readonly parts: DueWatchParts) {}

  /** Until the signal aborts. A ledger that does not answer is asked again. */
  async run(stopping: AbortSignal): Promise<void> {
    const { destinations, ledger, clock, logger, onDue } = this.parts;
    let isSilent = false;
    while (!stopping.aborted) {
      try {
        for (const [destination, dueMs] of await ledger.nextDueMs(destinations)) onDue(destination, dueMs);
        isSilent = false;
      } catch (error) {
        if (!isSilent) logger.warn({ err: error }, 'the ledger does not say what is due; asking until it does');
        isSilent = true;
      }
      await clock.sleep(lookEveryMs, stopping);
    }
  }
}
