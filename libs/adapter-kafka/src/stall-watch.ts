/** How far reading is in a partition: `position` is the next offset to be handled, `end` that of the next message. */
export interface ReadingPosition {
  readonly partition: number;
  readonly position: bigint;
  readonly end: bigint;
}

/** A partition with messages waiting and no movement. */
export interface Stall {
  readonly partition: number;
  readonly waiting: bigint;
  readonly sinceMs: number;
}

/**
 * Finds a client that has stopped reading although there is something to read. Time counts from when the lag was first
 * seen at a position, so neither a quiet topic nor an outage of the brokers looks like a stall.
 */
export class StallWatch {
  readonly #waiting = new Map<number, { readonly position: bigint; readonly sinceMs: number }>();

  constructor(private readonly timeoutMs: number) {}

  /** A stall, where there is one by now. */
  look(positions: readonly ReadingPosition[], nowMs: number): Stall | undefined {
    const before = new Map(this.#waiting);
    this.#waiting.clear();
    let stall: Stall | undefined;
    for (const { partition, position, end } of positions) {
      if (position >= end) continue;
      const known = before.get(partition);
      const sinceMs = known?.position === position ? known.sinceMs : nowMs;
      this.#waiting.set(partition, { position, sinceMs });
      if (nowMs - sinceMs > this.timeoutMs) stall ??= { partition, waiting: end - position, sinceMs };
    }
    return stall;
  }

  /** Nothing could be read for a known reason: count from anew. */
  reset(): void {
    this.#waiting.clear();
  }
}
