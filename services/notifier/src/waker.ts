import type { Clock } from '@trailhound/ports';

/** Lets a loop sleep until there is something to do. A wake that comes while nobody sleeps ends the next sleep at once. */
export class Waker {
  readonly #clock: Clock;
  #isRung = false;
  #bell: AbortController | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  wake(): void {
    this.#isRung = true;
    // With a reason, for an error made to be one costs more than the sleep.
    this.#bell?.abort(woken);
  }

  async sleep(ms: number, signal: AbortSignal): Promise<void> {
    if (!this.#isRung && !signal.aborted) {
      const bell = new AbortController();
      const stop = () => bell.abort(woken);
      this.#bell = bell;
      signal.addEventListener('abort', stop, { once: true });
      await this.#clock.sleep(ms, bell.signal);
      signal.removeEventListener('abort', stop);
      this.#bell = undefined;
    }
    this.#isRung = false;
  }
}

const woken = 'woken';
