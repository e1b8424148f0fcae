import { ContiguityWatch } from './contiguity.js';

/** What one consumer knows of a partition it owns. */
export class PartitionProgress {
  readonly contiguity = new ContiguityWatch();
  /** How far is handed out: the offset after the last message the handler was given. */
  #handedOutTo = 0n;
  #oldestOpenMs: number | undefined;
  #lagSeenMs: number | undefined;

  /** `committed` is undefined where nothing was; `position` is where reading begins. */
  constructor(
    public committed: bigint | undefined,
    position: bigint,
  ) {
    this.contiguity.moveTo(position);
  }

  /** Next offset to be handled. */
  get position(): bigint {
    return this.contiguity.expected ?? 0n;
  }

  handedOut(to: bigint, oldestMs: number): void {
    this.#handedOutTo = to;
    this.#oldestOpenMs ??= oldestMs;
  }

  committedTo(next: bigint): void {
    this.committed = next;
    this.#lagSeenMs = undefined;
    if (next >= this.#handedOutTo) this.#oldestOpenMs = undefined;
  }

  /** Messages not committed and the age of the oldest; where none was fetched yet, since when they are known to wait. */
  lag(low: bigint, high: bigint, nowMs: number): { readonly records: bigint; readonly seconds: number } {
    const from = this.committed === undefined || this.committed < low ? low : this.committed;
    const records = high > from ? high - from : 0n;
    if (records === 0n) {
      this.#lagSeenMs = undefined;
      return { records, seconds: 0 };
    }
    this.#lagSeenMs ??= nowMs;
    return { records, seconds: Math.max(0, nowMs - (this.#oldestOpenMs ?? this.#lagSeenMs)) / 1000 };
  }
}
