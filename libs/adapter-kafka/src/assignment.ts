import type { PartitionProgress } from './partition-progress.js';

/** What a member was given in one generation of its group. Void once `revoked` aborts. */
export class Assignment {
  readonly #revoked = new AbortController();
  readonly #progress = new Map<number, PartitionProgress>();
  /** Resolves when the progress of every partition is known. */
  readonly primed: Promise<void>;
  /** Aborts when the assignment is void, or its consumer is told to stop. */
  readonly over: AbortSignal;

  /** `prime` finds out how far each partition was read and notes it; `stopped`: the consumer is told to stop. */
  constructor(
    readonly partitions: readonly number[],
    prime: (assignment: Assignment) => Promise<void>,
    stopped?: AbortSignal,
  ) {
    this.over = stopped === undefined ? this.revoked : AbortSignal.any([this.revoked, stopped]);
    this.primed = prime(this);
    this.primed.catch(() => undefined); // whoever awaits it sees the failure
  }

  get revoked(): AbortSignal {
    return this.#revoked.signal;
  }

  revoke(): void {
    this.#revoked.abort();
  }

  note(partition: number, progress: PartitionProgress): void {
    this.#progress.set(partition, progress);
  }

  /** Undefined for a partition this member does not own. */
  progress(partition: number): PartitionProgress | undefined {
    return this.#progress.get(partition);
  }

  get all(): ReadonlyMap<number, PartitionProgress> {
    return this.#progress;
  }
}
