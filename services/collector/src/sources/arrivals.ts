/** What comes from several sides at its own time, handed on one by one in the order it came. */
export class Arrivals<T> {
  readonly #waiting: T[] = [];
  #wake = Promise.withResolvers<void>();
  #failure: { readonly error: unknown } | undefined;

  push(value: T): void {
    this.#waiting.push(value);
    this.#wake.resolve();
  }

  /** Nothing more can come: whoever takes them is told why. */
  fail(error: unknown): void {
    this.#failure ??= { error };
    this.#wake.resolve();
  }

  /** Ends when the signal aborts, and throws after a failure; what was not taken by then is left. */
  async *values(signal: AbortSignal): AsyncGenerator<T> {
    signal.addEventListener('abort', () => this.#wake.resolve(), { once: true });
    while (!signal.aborted) {
      if (this.#failure) throw this.#failure.error;
      const next = this.#waiting.shift();
      if (next !== undefined) yield next;
      else {
        await this.#wake.promise;
        this.#wake = Promise.withResolvers();
        if (signal.aborted) this.#wake.resolve();
      }
    }
  }
}
