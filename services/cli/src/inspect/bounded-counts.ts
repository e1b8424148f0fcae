/** A value and how often it was seen. */
export interface ValueCount {
  readonly value: string;
  readonly count: number;
}

/**
 * Counts values, of which an input can hold as many as whoever wrote it likes: the first `maxValues` different ones are
 * told apart, everything after them is one number.
 */
export class BoundedCounts {
  readonly #counts = new Map<string, number>();
  /** Sightings of values beyond the bound. */
  beyond = 0;

  constructor(private readonly maxValues: number) {}

  add(value: string): void {
    const before = this.#counts.get(value);
    if (before !== undefined) this.#counts.set(value, before + 1);
    else if (this.#counts.size < this.maxValues) this.#counts.set(value, 1);
    else this.beyond += 1;
  }

  get size(): number {
    return this.#counts.size;
  }

  /** The most frequent first, then by value. */
  sorted(): readonly ValueCount[] {
    const byCount = (a: ValueCount, b: ValueCount) =>
      b.count - a.count || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0);
    return [...this.#counts].map(([value, count]) => ({ value, count })).sort(byCount);
  }
}
