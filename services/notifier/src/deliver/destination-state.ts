import {
  afterAttempt,
  type Breaker,
  type Bucket,
  breakerAllows,
  breakerProbes,
  breakerUnprobed,
  bucketAllows,
  closedBreaker,
  type DeliveryOutcome,
  filled,
  fullBucket,
  type Pace,
  taken,
  untilTokenMs,
} from '@trailhound/alerting';

/** What one process remembers of a destination while it runs; a restart begins anew. */
export class DestinationState {
  #breaker: Breaker = closedBreaker;
  #closedBecause: string | undefined;
  #lastFailure: string | undefined;
  readonly #refusals = new Map<string, number>();
  readonly #tries = new Map<string, number>();
  readonly #pace: Pace | undefined;
  #bucket: Bucket | undefined;

  constructor(pace?: Pace) {
    this.#pace = pace;
  }

  /** Why nothing is sent there any more (it answered 410); undefined while it is open. */
  get closedBecause(): string | undefined {
    return this.#closedBecause;
  }

  /** What a person should know; undefined when all is well. */
  get trouble(): string | undefined {
    if (this.#closedBecause !== undefined) return `closed until restart: ${this.#closedBecause}`;
    if (this.#breaker.state === 'closed') return undefined;
    return `failing, tried now and then: ${this.#lastFailure ?? 'no answer'}`;
  }

  /** How many deliveries may start, of at most `wanted`. A closed destination takes any number: they are not sent. */
  allows(wanted: number, nowMs: number): number {
    if (this.#closedBecause !== undefined) return wanted;
    const bucket = this.#filled(nowMs);
    return breakerAllows(this.#breaker, bucket ? bucketAllows(bucket, wanted) : wanted, nowMs);
  }

  /** Milliseconds until the pace lets the next delivery start; 0 where it does not hold it back. */
  paceWaitMs(nowMs: number): number {
    const bucket = this.#filled(nowMs);
    return this.#pace && bucket ? untilTokenMs(bucket, this.#pace) : 0;
  }

  /** Deliveries were claimed; where the breaker is open, that one is its probe. */
  started(count: number): void {
    this.#breaker = breakerProbes(this.#breaker);
    if (this.#bucket) this.#bucket = taken(this.#bucket, count);
  }

  #filled(nowMs: number): Bucket | undefined {
    if (!this.#pace) return undefined;
    this.#bucket = this.#bucket ? filled(this.#bucket, this.#pace, nowMs) : fullBucket(this.#pace, nowMs);
    return this.#bucket;
  }

  /** How many attempts at this delivery this process made since its last end. */
  triesOf(id: string): number {
    return this.#tries.get(id) ?? 0;
  }

  /** How many attempts at this delivery were refused so far, as far as this process knows. */
  refusalsOf(id: string): number {
    return this.#refusals.get(id) ?? 0;
  }

  /** A delivery ended without anything being sent. */
  unsent(nowMs: number): void {
    this.#breaker = breakerUnprobed(this.#breaker, nowMs);
  }

  /** Takes in an attempt. Answers how many attempts at this delivery were refused so far. */
  attempted(id: string, outcome: DeliveryOutcome, nowMs: number): number {
    if (outcome.kind === 'gone') this.#closedBecause ??= outcome.message;
    if (outcome.kind !== 'delivered') this.#lastFailure = outcome.message;
    if (outcome.kind === 'hopeless') this.unsent(nowMs);
    else this.#breaker = afterAttempt(this.#breaker, outcome.kind !== 'retry', nowMs);
    this.#tries.set(id, this.triesOf(id) + 1);
    const refusals = (this.#refusals.get(id) ?? 0) + (outcome.kind === 'refused' ? 1 : 0);
    if (refusals > 0) this.#refusals.set(id, refusals);
    return refusals;
  }

  /** The delivery is at its end. */
  ended(id: string): void {
    this.#refusals.delete(id);
    this.#tries.delete(id);
  }
}
