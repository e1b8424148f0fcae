import type { Clock } from '@trailhound/ports';

/** Lets loops of one process wait for each other without asking again and again. */
export class Waker {
  readonly #clock: Clock;
  #sleeping = new AbortController();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Ends every wait under way. */
  wake(): void {
    const woken = this.#sleeping;
    this.#sleeping = new AbortController();
    woken.abort('woken');
  }

  /** Resolves at the next `wake`, or after `atMostMs`. What is to be waited for must be looked at in the same tick. */
  async wait(atMostMs: number): Promise<void> {
    await this.#clock.sleep(atMostMs, this.#sleeping.signal);
  }
}
