import type { Attempt, Channel, DeliveryOutcome } from '@trailhound/alerting';
import type { Notice } from '@trailhound/contracts';
import type { ClaimedDelivery, Clock, Sender, TemplateWorker } from '@trailhound/ports';
import { createSecrets, type Logger, type Secrets } from '@trailhound/runtime';
import type { NotifierMetrics } from '../notifier-metrics.js';
import { BodyShaper } from './body-shaper.js';
import type { DestinationState } from './destination-state.js';
import type { ThreadPlace } from './threads.js';

export interface AttemptsParts {
  readonly destination: string;
  readonly channel: Channel;
  readonly state: DestinationState;
  readonly sender: Sender;
  readonly clock: Clock;
  readonly metrics: NotifierMetrics;
  readonly logger: Logger;
  /** Needed where the channel has a template. */
  readonly templates?: TemplateWorker;
}

const maxMessageChars = 1_024;

/** Single exchanges with one destination: the request, the answer, and what the answer means. */
export class Attempts {
  readonly #parts: AttemptsParts;
  readonly #secrets: Secrets = createSecrets();
  readonly #shaper: BodyShaper | undefined;

  constructor(parts: AttemptsParts) {
    this.#parts = parts;
    for (const secret of parts.channel.secrets) this.#secrets.add(secret);
    const { channel, templates, destination, metrics } = parts;
    if (channel.template === undefined) return;
    if (templates === undefined) throw new TypeError(`nothing evaluates the template of ${destination}`);
    this.#shaper = new BodyShaper({ ...parts, templates, onShaped: (result) => metrics.shaped(destination, result) });
  }

  /** Answers `stopped` where the signal ended the exchange before an answer came. */
  async make(
    claim: ClaimedDelivery,
    deliveryId: string,
    notice: Notice,
    place: ThreadPlace | undefined,
    signal: AbortSignal,
  ): Promise<DeliveryOutcome | 'stopped'> {
    const { channel, state, sender, clock, metrics, destination } = this.#parts;
    if (state.closedBecause !== undefined) {
      const message = `not sent, the destination is closed: ${state.closedBecause}`;
      return { kind: 'gone', reason: 'gone', status: 410, message };
    }
    const startedMs = clock.now();
    const attempt: Attempt = {
      ...{ deliveryId, notice, number: claim.attempt, nowMs: startedMs },
      ...{ refusals: state.refusalsOf(claim.id), isReplay: claim.replays > 0 },
      ...(place?.firstReceipt !== undefined && { firstReceipt: place.firstReceipt }),
    };
    const request = channel.request(this.#shaper ? await this.#shaper.shaped(attempt) : attempt);
    const answer = await sender.send(request, signal);
    if (signal.aborted && answer.kind === 'unreachable') return 'stopped';
    metrics.took(destination, Math.max(0, clock.now() - startedMs) / 1_000);
    return this.#masked(channel.outcome(answer));
  }

  /** Receivers echo requests; what they said is shown and stored without our secrets. */
  #masked(outcome: DeliveryOutcome): DeliveryOutcome {
    if (outcome.kind === 'delivered') return outcome;
    return { ...outcome, message: this.#secrets.mask(outcome.message).slice(0, maxMessageChars) };
  }
}
