/**
 * A map that forgets what was not used lately, in two generations: when the young one is full it becomes the old one,
 * and what the old one still held is gone. Nothing is ever deleted one by one, which is what makes it quick.
 */
export class RecentMap<K, V> {
  readonly #most: number;
  #young = new Map<K, V>();
  #old = new Map<K, V>();
  #weight = 0;

  /** @param most total weight of what is held, roughly */
  constructor(most: number) {
    this.#most = most;
  }

  get(key: K): V | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: K, value: V): void {
    this.#young.set(key, value);
  }

  /** Something held became heavier. */
  weigh(weight: number): void {
    this.#weight += weight;
  }

  /** Forgets the older half once there is too much; nothing is forgotten at any other time. */
  settle(): void {
    if (this.#weight < this.#most / 2) return;
    this.#old = this.#young;
    this.#young = new Map();
    this.#weight = 0;
  }

  clear(): void {
    this.#young = new Map();
    this.#old = new Map();
    this.#weight = 0;
  }
}
