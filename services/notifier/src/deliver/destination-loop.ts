import { randomUUID } from 'node:crypto';
import type { ClaimedDelivery, Clock, StateStore } from '@trailhound/ports';
import type { Logger } from '@trailhound/runtime';
import { Waker } from '../waker.js';
import type { Deliverer } from './deliverer.js';
import type { DestinationState } from './destination-state.js';
import { type LeaseKeeper, leaseMs } from './lease-keeper.js';

/** Deliveries under way at one destination at a time; each destination has its own, so none waits for another. */
const concurrency = 4;
/** A destination that may not be sent to yet, for it fails, is looked at so often; and so is a ledger that failed. */
const lookAgainMs = 1_000;
/** Something else wakes it before. */
const longestSleepMs = 3_600_000;

export interface DestinationLoopParts {
  readonly destination: string;
  readonly deliverer: Deliverer;
  readonly leases: LeaseKeeper;
  readonly state: DestinationState;
  readonly ledger: Pick<StateStore['deliveries'], 'claim'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Claims what is due at one destination and has it delivered, a few at a time. Sleeps while nothing can be. */
export class DestinationLoop {
  readonly #parts: DestinationLoopParts;
  /** Delivery id → its work. */
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #waker: Waker;
  /** From when on the ledger may hold something due, as far as this process knows. */
  #dueMs = 0;

  constructor(parts: DestinationLoopParts) {
    this.#parts = parts;
    this.#waker = new Waker(parts.clock);
  }

  get inFlight(): number {
    return this.#underWay.size;
  }

  /** From `dueMs` on, epoch milliseconds, there may be something due. */
  expect(dueMs: number): void {
    if (dueMs >= this.#dueMs) return;
    this.#dueMs = dueMs;
    this.#waker.wake();
  }

  /**
   * Runs until `stopping` aborts and what is under way has ended. `cutting` ends exchanges under way, whose deliveries
   * are then due at once for whoever comes next. Failures of the ledger are waited out.
   */
  async run(stopping: AbortSignal, cutting: AbortSignal): Promise<void> {
    const { logger, destination, clock } = this.#parts;
    let isSilent = false;
    while (!stopping.aborted) {
      try {
        while (!stopping.aborted && (await this.#startSome(cutting)));
        isSilent = false;
        await this.#waker.sleep(this.#waitMs(), stopping);
      } catch (error) {
        if (!isSilent) logger.warn({ destination, err: error }, 'the ledger does not answer; trying until it does');
        isSilent = true;
        this.#dueMs = 0;
        await clock.sleep(lookAgainMs, stopping);
      }
    }
    await Promise.all(this.#underWay.values());
  }

  /** Starts what may be started now. Answers whether there may be more. */
  async #startSome(cutting: AbortSignal): Promise<boolean> {
    const { destination, ledger, state, clock } = this.#parts;
    const nowMs = clock.now();
    if (this.#dueMs > nowMs) return false;
    const limit = state.allows(concurrency - this.#underWay.size, nowMs);
    if (limit <= 0) return false;
    // Before the ledger is asked: what is enqueued from now on may not be in its answer.
    this.#dueMs = Number.POSITIVE_INFINITY;
    const token = randomUUID();
    const claims = await ledger.claim({ destination, limit, nowMs, leaseMs, token });
    if (claims.length >= limit) this.#dueMs = 0;
    // A ledger that lost its end hands out again what is still being sent here; the journal will know how that ended.
    const fresh = claims.filter(({ id }) => !this.#underWay.has(id));
    if (fresh.length > 0) state.started(fresh.length);
    for (const claim of fresh) this.#start(claim, token, cutting);
    return this.#dueMs === 0;
  }

  #start(claim: ClaimedDelivery, token: string, cutting: AbortSignal): void {
    const { deliverer, leases } = this.#parts;
    leases.hold(claim.id, token);
    const work = deliverer
      .deliver(claim, token, cutting)
      .catch((error: unknown) => this.#interrupted(claim, error))
      .then((againMs) => {
        leases.release(claim.id);
        this.#underWay.delete(claim.id);
        if (againMs !== undefined) this.expect(againMs);
        // There is room for another.
        if (this.#dueMs <= this.#parts.clock.now()) this.#waker.wake();
      });
    this.#underWay.set(claim.id, work);
  }

  #interrupted({ id: deliveryId, alertId }: ClaimedDelivery, error: unknown): undefined {
    const { state, clock, logger, destination } = this.#parts;
    state.unsent(clock.now());
    const facts = { destination, deliveryId, alertId, err: error };
    logger.error(facts, 'delivery interrupted; it goes on when its lease is over');
  }

  #waitMs(): number {
    const { clock, state } = this.#parts;
    const nowMs = clock.now();
    // Those under way wake us.
    if (this.#underWay.size >= concurrency) return longestSleepMs;
    if (this.#dueMs > nowMs) return Math.min(this.#dueMs - nowMs, longestSleepMs);
    return state.paceWaitMs(nowMs) || lookAgainMs;
  }
}
