import type { Logger } from '@trailhound/ports';
import { errorType } from './kafka-errors.js';

/** Brokers that answer "not yet" (a coordinator loading, a topic just made) usually mean it: this long is no incident. */
const patienceMs = 10_000;

/** Says once that the brokers cannot be used and once that they can again, for all of a process that talks to them. */
export class Reachability {
  #sinceMs: number | undefined;
  #isSaid = false;

  constructor(
    private readonly logger: Logger,
    private readonly nowMs: () => number = Date.now,
  ) {}

  failed(err: unknown): void {
    this.#sinceMs ??= this.nowMs();
    if (this.#isSaid) return;
    const isAnswered = errorType(err) !== '';
    if (isAnswered && this.nowMs() - this.#sinceMs < patienceMs) {
      this.logger.debug({ err }, 'Kafka says not yet');
      return;
    }
    this.#isSaid = true;
    if (isAnswered)
      this.logger.warn({ err }, 'Kafka does not do what is asked; trying until it does, nothing is dropped');
    else this.logger.warn({ err }, 'Kafka cannot be reached; waiting until it can, nothing is dropped');
  }

  answered(): void {
    if (this.#isSaid) this.logger.info({ awayMs: this.nowMs() - (this.#sinceMs ?? 0) }, 'Kafka is reachable again');
    this.#sinceMs = undefined;
    this.#isSaid = false;
  }
}
