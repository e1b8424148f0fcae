import type { Clock } from '@trailhound/ports';

/** Lets a loop sleep until there is something to do. A wake that comes while nobody sleeps ends the next sleep at once. */
export class Waker {
  readonly #clock: Clock;
  #isRung = false;
  #bell = new AbortController();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  wake(): void {
    this.#isRung = true;
    this.#bell.abort();
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#isRung) await this.#clock.sleep(ms, AbortSignal.any([signal, this.#bell.signal]));
    this.#isRung = false;
    this.#bell = new AbortController();
  }
}
