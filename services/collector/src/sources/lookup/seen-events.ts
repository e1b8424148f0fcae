/** Ids remembered at most; beyond, the oldest are forgotten and their events come once more, under the same uids. */
const maxIds = 200_000;

/**
 * Which events of a history were published: each look reads some of the last one's again for those that come late. Kept
 * in memory only, since what comes twice is one record further on.
 */
export class SeenEvents {
  readonly #latestMs = new Map<string, number>();

  has(id: string): boolean {
    return this.#latestMs.has(id);
  }

  /** Events that happened at `latestMs` or before. */
  add(ids: Iterable<string>, latestMs: number): void {
    for (const id of ids) if (!this.#latestMs.has(id)) this.#latestMs.set(id, latestMs);
    for (const id of this.#latestMs.keys()) {
      if (this.#latestMs.size <= maxIds) break;
      this.#latestMs.delete(id);
    }
  }

  /** Nothing before `ms` is read again. */
  forgetBefore(ms: number): void {
    for (const [id, latestMs] of this.#latestMs) if (latestMs < ms) this.#latestMs.delete(id);
  }
}
