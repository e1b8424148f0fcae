import { type DeliveryOutcome, type FailureReason, type NextStep, nextStep } from '@trailhound/alerting';
import { type DeliveryEvent, formatNotice, type Notice } from '@trailhound/contracts';
import type { ClaimedDelivery, Clock, RecordLog, StateStore } from '@trailhound/ports';
import { failpoint, type Logger } from '@trailhound/runtime';
import type { NotifierMetrics } from '../notifier-metrics.js';
import { publishDeadLetter } from './dead-letter.js';
import { deliveryEvent } from './delivery-event.js';
import type { DestinationState } from './destination-state.js';
import type { Digests } from './digests.js';
import { measureLatency } from './measure-latency.js';
import type { ThreadPlace } from './threads.js';

export interface EndingsParts {
  readonly destination: string;
  readonly state: DestinationState;
  readonly log: RecordLog;
  readonly ledger: StateStore['deliveries'];
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: NotifierMetrics;
  /** In [0, 1). */
  readonly random: () => number;
  /** Told of every delivery that was given up. */
  readonly onDead: (delivery: ClaimedDelivery, reason: FailureReason) => void;
}

export type Delivered = Extract<DeliveryOutcome, { kind: 'delivered' }>;
export type Failed = Exclude<DeliveryOutcome, { kind: 'delivered' }>;

/** What an attempt leaves behind: first in the journal, durably, then in the ledger. */
export class Endings {
  /** Taken by the destination, and the journal could not be written: to be journalled, not to be sent again. */
  readonly #taken = new Map<string, DeliveryEvent>();

  constructor(
    private readonly parts: EndingsParts,
    private readonly digests: Digests,
  ) {}

  /** Writes what the journal did not take when the destination took the delivery. */
  async catchUp(id: string): Promise<void> {
    const taken = this.#taken.get(id);
    if (taken === undefined) return;
    await this.digests.append(taken);
    this.#taken.delete(id);
  }

  async delivered(
    claim: ClaimedDelivery,
    token: string,
    notice: Notice,
    place: ThreadPlace | undefined,
    outcome: Delivered,
    durationMs: number,
  ): Promise<void> {
    const { state, clock, ledger, metrics, destination, logger } = this.parts;
    const nowMs = clock.now();
    // Only the message a thread began with is answered to; after a refusal the message began one of its own.
    const begins = place !== undefined && (place.firstReceipt === undefined || state.refusalsOf(claim.id) > 0);
    state.attempted(claim.id, outcome, nowMs);
    state.ended(claim.id);
    metrics.attempted(destination, 'delivered', '');
    const alert = notice.notice === 'fired' ? notice.alert : undefined;
    measureLatency(notice, nowMs, metrics);
    const { status, receipt } = outcome;
    const event = deliveryEvent(claim, nowMs, {
      ...{ state: 'delivered', durationMs },
      ...(status !== undefined && { status }),
      ...(begins && receipt !== undefined && { thread: place.thread, receipt }),
    });
    this.#taken.set(claim.id, event);
    await failpoint('N4');
    await this.digests.append(event);
    await failpoint('N5');
    this.#taken.delete(claim.id);
    await ledger.finish(claim.id, token, 'delivered');
    const uid = alert?.records.at(-1)?.uid;
    const shown = { destination, deliveryId: claim.id, alertId: claim.alertId, attempt: claim.attempt };
    logger.info({ ...shown, ...(uid !== undefined && { uid }), status, durationMs }, 'alert delivered');
  }

  /** Tries again later, and answers when (epoch milliseconds), or gives up. */
  async failed(
    claim: ClaimedDelivery,
    token: string,
    notice: Notice | undefined,
    outcome: Failed,
    durationMs: number,
  ): Promise<number | undefined> {
    const { state, clock, ledger, metrics, destination, logger, random } = this.parts;
    const nowMs = clock.now();
    const refusals = state.attempted(claim.id, outcome, nowMs);
    const { reason, message } = outcome;
    const isHeartbeat = notice?.notice === 'heartbeat';
    // The next heartbeat is better than this one later.
    const step: NextStep = isHeartbeat
      ? { kind: 'give-up', reason }
      : nextStep(outcome, { attempt: this.#planned(claim), refusals }, random());
    const status = 'status' in outcome ? outcome.status : undefined;
    const facts = { ...(status !== undefined && { status }), reason, message, durationMs };
    const { id: deliveryId, alertId, attempt } = claim;
    const shown = { destination, deliveryId, alertId, attempt, reason, message };
    switch (step.kind) {
      case 'again': {
        const dueMs = nowMs + step.afterMs;
        metrics.attempted(destination, 'retry', reason);
        logger.warn({ ...shown, afterMs: step.afterMs }, 'delivery postponed');
        const dueAt = new Date(dueMs).toISOString();
        await this.digests.append(deliveryEvent(claim, nowMs, { state: 'retry', dueAt, ...facts }));
        await ledger.reschedule(claim.id, token, dueMs, `${reason}: ${message}`);
        return dueMs;
      }
      case 'give-up': {
        metrics.attempted(destination, 'dead', reason);
        if (isHeartbeat || reason === 'superseded') logger.info(shown, 'not delivered; there is nothing left to say');
        else await this.#bury(claim, notice, reason, message, nowMs);
        await this.digests.append(deliveryEvent(claim, nowMs, { state: 'dead', ...facts }));
        state.ended(claim.id);
        await ledger.finish(claim.id, token, 'dead', `${reason}: ${message}`);
        return undefined;
      }
      case 'finish':
        throw new TypeError(`a failed delivery cannot be finished: ${outcome.kind}`);
      default:
        return step satisfies never;
    }
  }

  /** Another alert speaks for this one; nothing is sent. */
  async muted(claim: ClaimedDelivery, token: string, mutedBy: string): Promise<void> {
    const { state, clock, ledger, metrics, destination, logger } = this.parts;
    const nowMs = clock.now();
    state.unsent(nowMs);
    state.ended(claim.id);
    metrics.attempted(destination, 'muted', 'inhibited');
    await this.digests.append(deliveryEvent(claim, nowMs, { state: 'muted', reason: 'inhibited', mutedBy }));
    await ledger.finish(claim.id, token, 'muted', mutedBy);
    logger.info({ destination, deliveryId: claim.id, alertId: claim.alertId, mutedBy }, 'alert muted');
  }

  /** What was put back after its end has the whole schedule before it again. */
  #planned({ id, attempt, replays }: ClaimedDelivery): number {
    return replays > 0 ? this.parts.state.triesOf(id) : attempt;
  }

  async #bury(
    claim: ClaimedDelivery,
    notice: Notice | undefined,
    reason: FailureReason,
    message: string,
    nowMs: number,
  ): Promise<void> {
    const { log, destination, logger, metrics, onDead } = this.parts;
    const { id, alertId, attempt: attempts, enqueuedMs } = claim;
    const payload = notice?.notice === 'digest' ? formatNotice(notice) : claim.payload;
    logger.error({ destination, deliveryId: id, alertId, attempts, reason, message }, 'delivery given up');
    const alert = notice && 'alert' in notice ? notice.alert : undefined;
    await publishDeadLetter(log, {
      ...{ id, alertId, destination, alert, payload, reason, message, attempts, enqueuedMs, nowMs },
    });
    await failpoint('N6');
    metrics.deadLettered(reason);
    onDead(claim, reason);
  }
}
