import type { Clock, StateStore } from '@trailhound/ports';

/**
 * Six times the bound on one exchange. The holder extends it for as long as it is at it, so it runs out only when its holder
 * is gone or stands still.
 */
export const leaseMs = 60_000;
/** A lease is extended when it is between one and two of these old. */
const lookEveryMs = leaseMs / 6;

interface Held {
  readonly token: string;
  sinceMs: number;
}

/**
 * Keeps deliveries ours while they are under way, all of a process together. What takes long is the log when it does not
 * take the end of a delivery that its destination has taken already: were the lease to run out meanwhile, somebody else
 * would send it again.
 */
export class LeaseKeeper {
  readonly #held = new Map<string, Held>();

  constructor(
    private readonly ledger: Pick<StateStore['deliveries'], 'extend'>,
    private readonly clock: Clock,
  ) {}

  /** The delivery was claimed just now. */
  hold(id: string, token: string): void {
    this.#held.set(id, { token, sinceMs: this.clock.now() });
  }

  /** It is not under way any more. */
  release(id: string): void {
    this.#held.delete(id);
  }

  /** Until the signal aborts, which must be when nothing is under way any more. */
  async run(over: AbortSignal): Promise<void> {
    while (!over.aborted) {
      await this.clock.sleep(lookEveryMs, over);
      const old = [...this.#held].filter(([, { sinceMs }]) => sinceMs <= this.clock.now() - lookEveryMs);
      await Promise.all(old.map(([id, held]) => this.#extend(id, held)));
    }
  }

  async #extend(id: string, held: Held): Promise<void> {
    const nowMs = this.clock.now();
    try {
      if (await this.ledger.extend(id, held.token, nowMs + leaseMs)) held.sinceMs = nowMs;
      // Somebody else has it.
      else if (this.#held.get(id) === held) this.#held.delete(id);
    } catch {
      // A ledger that does not answer gives nothing to anybody else either.
    }
  }
}
