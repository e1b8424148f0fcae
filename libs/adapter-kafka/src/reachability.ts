import type { Logger } from '@trailhound/ports';

/** Says once that the brokers cannot be reached and once that they can again, for all of a process that talks to them. */
export class Reachability {
  #awaySinceMs: number | undefined;

  constructor(
    private readonly logger: Logger,
    private readonly nowMs: () => number = Date.now,
  ) {}

  failed(err: unknown): void {
    if (this.#awaySinceMs !== undefined) return;
    this.#awaySinceMs = this.nowMs();
    this.logger.warn({ err }, 'Kafka cannot be reached; waiting until it can, nothing is dropped');
  }

  answered(): void {
    if (this.#awaySinceMs === undefined) return;
    this.logger.info({ awayMs: this.nowMs() - this.#awaySinceMs }, 'Kafka is reachable again');
    this.#awaySinceMs = undefined;
  }
}
