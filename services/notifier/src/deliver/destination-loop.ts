import { randomUUID } from 'node:crypto';
import type { ClaimedDelivery, Clock, StateStore } from '@trailhound/ports';
import type { Logger } from '@trailhound/runtime';
import { Waker } from '../waker.js';
import type { Deliverer } from './deliverer.js';
import type { DestinationState } from './destination-state.js';

/** Deliveries under way at one destination at a time; each destination has its own, so none waits for another. */
const concurrency = 4;
/**
 * Six times the bound on one exchange. The holder extends it for as long as it is at it, so it runs out only when its holder
 * is gone or stands still.
 */
export const leaseMs = 60_000;
const extendEveryMs = leaseMs / 3;
/** Other processes enqueue too, and leases run out. */
const lookAgainMs = 1_000;

export interface DestinationLoopParts {
  readonly destination: string;
  readonly deliverer: Deliverer;
  readonly state: DestinationState;
  readonly ledger: StateStore['deliveries'];
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Claims what is due at one destination and has it delivered, a few at a time. */
export class DestinationLoop {
  readonly #parts: DestinationLoopParts;
  /** Delivery id → its work. */
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #waker: Waker;

  constructor(parts: DestinationLoopParts) {
    this.#parts = parts;
    this.#waker = new Waker(parts.clock);
  }

  get inFlight(): number {
    return this.#underWay.size;
  }

  /** There may be something due. */
  wake(): void {
    this.#waker.wake();
  }

  /**
   * Runs until `stopping` aborts and what is under way has ended. `cutting` ends exchanges under way, whose deliveries
   * are then due at once for whoever comes next. Failures of the ledger are waited out.
   */
  async run(stopping: AbortSignal, cutting: AbortSignal): Promise<void> {
    const { logger, destination } = this.#parts;
    let isSilent = false;
    while (!stopping.aborted) {
      let waitMs = lookAgainMs;
      try {
        while (!stopping.aborted && (await this.#startSome(cutting)) > 0);
        waitMs = await this.#untilDueMs();
        isSilent = false;
      } catch (error) {
        if (!isSilent) logger.warn({ destination, err: error }, 'the ledger does not answer; trying until it does');
        isSilent = true;
      }
      await this.#waker.sleep(waitMs, stopping);
    }
    await Promise.all(this.#underWay.values());
  }

  /** Starts what may be started now. Answers how many. */
  async #startSome(cutting: AbortSignal): Promise<number> {
    const { destination, ledger, state, clock } = this.#parts;
    const limit = state.allows(concurrency - this.#underWay.size, clock.now());
    if (limit <= 0) return 0;
    const token = randomUUID();
    const claims = await ledger.claim({ destination, limit, nowMs: clock.now(), leaseMs, token });
    // A ledger that lost its end hands out again what is still being sent here; the journal will know how that ended.
    const fresh = claims.filter(({ id }) => !this.#underWay.has(id));
    if (fresh.length > 0) state.started(fresh.length);
    for (const claim of fresh) this.#start(claim, token, cutting);
    return claims.length;
  }

  #start(claim: ClaimedDelivery, token: string, cutting: AbortSignal): void {
    const { deliverer, state, clock, logger, destination } = this.#parts;
    const over = new AbortController();
    void this.#keepLease(claim.id, token, over.signal);
    const work = deliverer
      .deliver(claim, token, cutting)
      .catch((error: unknown) => {
        state.unsent(clock.now());
        const facts = { destination, deliveryId: claim.id, alertId: claim.alertId, err: error };
        logger.error(facts, 'delivery interrupted; it goes on when its lease is over');
      })
      .finally(() => {
        over.abort();
        this.#underWay.delete(claim.id);
        this.#waker.wake();
      });
    this.#underWay.set(claim.id, work);
  }

  /**
   * Keeps a delivery ours while it is under way. What takes long is the log when it does not take the end of a delivery that
   * its destination has taken already: were the lease to run out meanwhile, somebody else would send it again.
   */
  async #keepLease(id: string, token: string, over: AbortSignal): Promise<void> {
    const { ledger, clock } = this.#parts;
    while (!over.aborted) {
      await clock.sleep(extendEveryMs, over);
      if (over.aborted) return;
      try {
        if (!(await ledger.extend(id, token, clock.now() + leaseMs))) return;
      } catch {
        // A ledger that does not answer gives nothing to anybody else either.
      }
    }
  }

  async #untilDueMs(): Promise<number> {
    const { destination, ledger, clock, state } = this.#parts;
    const dueMs = await ledger.nextDueMs(destination);
    if (dueMs === undefined) return lookAgainMs;
    const nowMs = clock.now();
    const waitMs = Math.max(dueMs - nowMs, state.paceWaitMs(nowMs));
    // Due and not started: the destination is busy or failing, and its deliveries wake us.
    return waitMs <= 0 ? lookAgainMs : Math.min(waitMs, lookAgainMs);
  }
}
