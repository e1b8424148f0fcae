import type { Logger } from '@trailhound/ports';
import { errorType } from './kafka-errors.js';

/**
 * Brokers that answer "not yet" (a coordinator loading, a topic just made) usually mean it, and right after they came back
 * attempts of the time before still fail: this long is no incident.
 */
const patienceMs = 10_000;

/** Says once that the brokers cannot be used and once that they can again, for all of a process that talks to them. */
export class Reachability {
  #sinceMs: number | undefined;
  #isSaid = false;
  #backMs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly logger: Logger,
    private readonly nowMs: () => number = Date.now,
  ) {}

  failed(err: unknown): void {
    const nowMs = this.nowMs();
    this.#sinceMs ??= nowMs;
    if (this.#isSaid) return;
    const isAnswered = errorType(err) !== '';
    const isJustBack = this.#sinceMs - this.#backMs < patienceMs;
    if ((isAnswered || isJustBack) && nowMs - this.#sinceMs < patienceMs) {
      this.logger.debug({ err }, 'Kafka does not do what is asked yet');
      return;
    }
    this.#isSaid = true;
    if (isAnswered)
      this.logger.warn({ err }, 'Kafka does not do what is asked; trying until it does, nothing is dropped');
    else this.logger.warn({ err }, 'Kafka cannot be reached; waiting until it can, nothing is dropped');
  }

  answered(): void {
    if (this.#isSaid) {
      this.#backMs = this.nowMs();
      this.logger.info({ awayMs: this.#backMs - (this.#sinceMs ?? 0) }, 'Kafka is reachable again');
    }
    this.#sinceMs = undefined;
    this.#isSaid = false;
  }
}
