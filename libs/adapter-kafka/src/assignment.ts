import type { PartitionProgress } from './partition-progress.js';

/** What a member was given in one generation of its group. Void once `revoked` aborts. */
export class Assignment {
  readonly #revoked = new AbortController();
  readonly #over = new AbortController();
  readonly #end = (): void => this.#over.abort();
  readonly #progress = new Map<number, PartitionProgress>();
  /** Resolves when the progress of every partition is known. */
  readonly primed: Promise<void>;

  /** `prime` finds out how far each partition was read and notes it; `stopped`: the consumer is told to stop. */
  constructor(
    readonly partitions: readonly number[],
    prime: (assignment: Assignment) => Promise<void>,
    private readonly stopped?: AbortSignal,
  ) {
    if (stopped?.aborted) this.#end();
    else stopped?.addEventListener('abort', this.#end, { once: true });
    this.primed = prime(this);
    this.primed.catch(() => undefined); // whoever awaits it sees the failure
  }

  get revoked(): AbortSignal {
    return this.#revoked.signal;
  }

  /**
   * Aborts when the assignment is void, or its consumer is told to stop. Not `AbortSignal.any`: Node 24 asks its sources when
   * it is looked at and holds them weakly, so one that outlives a revoked assignment would never abort.
   */
  get over(): AbortSignal {
    return this.#over.signal;
  }

  revoke(): void {
    this.#revoked.abort();
    this.#end();
    this.stopped?.removeEventListener('abort', this.#end);
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
