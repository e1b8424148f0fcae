/** Tells of numbers that they were not added, mostly: one bit for many of them. Does not grow; add all again to a larger one. */
export class BitFilter {
  readonly #words: Int32Array;
  readonly #mask: number;

  /** `words`: a power of two, of 32 bits each. */
  constructor(words: number) {
    this.#words = new Int32Array(words);
    this.#mask = words * 32 - 1;
  }

  /** How many numbers it tells apart well. */
  get capacity(): number {
    return this.#words.length * 2;
  }

  add(number: number): void {
    const bit = this.#bitOf(number);
    this.#words[bit >>> 5] = (this.#words[bit >>> 5] as number) | (1 << (bit & 31));
  }

  /** False is certain. */
  mayHave(number: number): boolean {
    const bit = this.#bitOf(number);
    return (((this.#words[bit >>> 5] as number) >>> (bit & 31)) & 1) === 1;
  }

  #bitOf(number: number): number {
    return (Math.imul(number, 0x9e3779b1) >>> 8) & this.#mask;
  }
}
