import { type Channel, type DeliveryOutcome, type FailureReason, nextStep } from '@trailhound/alerting';
import { Alert, type DeliveryEvent } from '@trailhound/contracts';
import type { ClaimedDelivery, Clock, RecordLog, Sender, StateStore } from '@trailhound/ports';
import { createSecrets, failpoint, type Logger, type Secrets } from '@trailhound/runtime';
import type { DeliveryJournal } from '../journal/delivery-journal.js';
import type { NotifierMetrics } from '../notifier-metrics.js';
import { publishDeadLetter } from './dead-letter.js';
import type { DestinationState } from './destination-state.js';

export interface DelivererParts {
  readonly destination: string;
  readonly channel: Channel;
  readonly state: DestinationState;
  readonly log: RecordLog;
  readonly ledger: StateStore['deliveries'];
  readonly journal: DeliveryJournal;
  readonly sender: Sender;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: NotifierMetrics;
  /** In [0, 1). */
  readonly random: () => number;
  /** Told of every delivery that was given up. */
  readonly onDead: (delivery: ClaimedDelivery, reason: FailureReason) => void;
}

/** Delivered, whatever it came to; `undelivered` is a failure with its reason. */
type Failed = Exclude<DeliveryOutcome, { kind: 'delivered' }>;

const maxMessageChars = 1_024;

/**
 * Brings claimed deliveries to one destination. The order is what makes a crash harmless: send, then the journal (durable),
 * then the ledger. A crash before the journal sends again under the same id; one after it finishes without sending.
 */
export class Deliverer {
  readonly #parts: DelivererParts;
  readonly #secrets: Secrets = createSecrets();
  /** Taken by the destination, and the journal could not be written: to be journalled, not to be sent again. */
  readonly #taken = new Map<string, DeliveryEvent>();

  constructor(parts: DelivererParts) {
    this.#parts = parts;
    for (const secret of parts.channel.secrets) this.#secrets.add(secret);
  }

  /** Rejects when log or ledger fail; the lease then runs out and the delivery is claimed again. */
  async deliver(claim: ClaimedDelivery, token: string, signal: AbortSignal): Promise<void> {
    const { state, clock } = this.#parts;
    if (await this.#isOver(claim, token)) return state.unsent(clock.now());
    const alert = readAlert(claim.payload);
    await failpoint('N3');
    const startedMs = clock.now();
    const outcome = await this.#attempt(claim, alert, signal);
    if (outcome === 'stopped') {
      state.unsent(clock.now());
      await this.#parts.ledger.reschedule(claim.id, token, clock.now(), 'stopped before an answer came');
      return;
    }
    const durationMs = Math.max(0, clock.now() - startedMs);
    if (outcome.kind === 'delivered') await this.#delivered(claim, token, alert, outcome.status, durationMs);
    else await this.#failed(claim, token, alert, outcome, durationMs);
  }

  /** The journal knows its end, so the ledger is told and nothing is sent. */
  async #isOver(claim: ClaimedDelivery, token: string): Promise<boolean> {
    const { journal, ledger, metrics, destination } = this.#parts;
    const taken = this.#taken.get(claim.id);
    if (taken) {
      await journal.append(taken);
      this.#taken.delete(claim.id);
    }
    const end = journal.end(claim.id);
    if (end === undefined) return false;
    await ledger.finish(claim.id, token, end);
    metrics.attempted(destination, 'recovered', '');
    return true;
  }

  async #attempt(
    claim: ClaimedDelivery,
    alert: Alert | undefined,
    signal: AbortSignal,
  ): Promise<DeliveryOutcome | 'stopped'> {
    const { channel, state, sender, clock, metrics, destination } = this.#parts;
    if (state.closedBecause !== undefined) {
      return {
        kind: 'gone',
        reason: 'gone',
        status: 410,
        message: `not sent, the destination is closed: ${state.closedBecause}`,
      };
    }
    if (alert === undefined) {
      return {
        kind: 'hopeless',
        reason: 'unreadable_alert',
        message: 'the ledger holds no alert this version can read',
      };
    }
    const startedMs = clock.now();
    const { id: deliveryId, attempt: number } = claim;
    const answer = await sender.send(channel.request({ deliveryId, alert, number, nowMs: startedMs }), signal);
    if (signal.aborted && answer.kind === 'unreachable') return 'stopped';
    metrics.took(destination, Math.max(0, clock.now() - startedMs) / 1_000);
    return this.#masked(channel.outcome(answer));
  }

  /** Receivers echo requests; what they said is shown and stored without our secrets. */
  #masked(outcome: DeliveryOutcome): DeliveryOutcome {
    if (outcome.kind === 'delivered') return outcome;
    return { ...outcome, message: this.#secrets.mask(outcome.message).slice(0, maxMessageChars) };
  }

  async #delivered(
    claim: ClaimedDelivery,
    token: string,
    alert: Alert | undefined,
    status: number,
    durationMs: number,
  ): Promise<void> {
    const { state, clock, journal, ledger, metrics, destination } = this.#parts;
    const nowMs = clock.now();
    state.attempted(claim.id, { kind: 'delivered', status }, nowMs);
    state.ended(claim.id);
    metrics.attempted(destination, 'delivered', '');
    if (alert && !alert.backfill) this.#measure(alert, nowMs);
    const event = this.#event(claim, nowMs, { state: 'delivered', status, durationMs });
    this.#taken.set(claim.id, event);
    await failpoint('N4');
    await journal.append(event);
    await failpoint('N5');
    this.#taken.delete(claim.id);
    await ledger.finish(claim.id, token, 'delivered');
    const uid = alert?.records.at(-1)?.uid;
    const shown = { destination, deliveryId: claim.id, alertId: claim.alertId, attempt: claim.attempt };
    this.#parts.logger.info({ ...shown, ...(uid !== undefined && { uid }), status, durationMs }, 'alert delivered');
  }

  #measure({ lastEventTime, deliveredAt }: Alert, nowMs: number): void {
    const { metrics } = this.#parts;
    metrics.latency(Math.max(0, nowMs - Date.parse(lastEventTime)) / 1_000);
    if (deliveredAt !== undefined) metrics.latencySinceDelivery(Math.max(0, nowMs - Date.parse(deliveredAt)) / 1_000);
  }

  async #failed(
    claim: ClaimedDelivery,
    token: string,
    alert: Alert | undefined,
    outcome: Failed,
    durationMs: number,
  ): Promise<void> {
    const { state, clock, journal, ledger, metrics, destination, logger, random } = this.#parts;
    const nowMs = clock.now();
    const refusals = state.attempted(claim.id, outcome, nowMs);
    const step = nextStep(outcome, { attempt: claim.attempt, refusals }, random());
    const { reason, message } = outcome;
    const facts = {
      ...('status' in outcome && outcome.status !== undefined && { status: outcome.status }),
      reason,
      message,
      durationMs,
    };
    const shown = {
      destination,
      deliveryId: claim.id,
      alertId: claim.alertId,
      attempt: claim.attempt,
      reason,
      message,
    };
    switch (step.kind) {
      case 'again': {
        const dueMs = nowMs + step.afterMs;
        metrics.attempted(destination, 'retry', reason);
        logger.warn({ ...shown, afterMs: step.afterMs }, 'delivery postponed');
        await journal.append(
          this.#event(claim, nowMs, { state: 'retry', dueAt: new Date(dueMs).toISOString(), ...facts }),
        );
        await ledger.reschedule(claim.id, token, dueMs, `${reason}: ${message}`);
        return;
      }
      case 'give-up': {
        metrics.attempted(destination, 'dead', reason);
        logger.error(shown, 'delivery given up');
        const { id, alertId, payload, attempt: attempts, enqueuedMs } = claim;
        await publishDeadLetter(this.#parts.log, {
          ...{ id, alertId, destination, alert, payload, reason, message, attempts, enqueuedMs, nowMs },
        });
        await failpoint('N6');
        metrics.deadLettered(reason);
        await journal.append(this.#event(claim, nowMs, { state: 'dead', ...facts }));
        state.ended(claim.id);
        this.#parts.onDead(claim, reason);
        await ledger.finish(claim.id, token, 'dead', `${reason}: ${message}`);
        return;
      }
      case 'finish':
        throw new TypeError(`a failed delivery cannot be finished: ${outcome.kind}`);
      default:
        step satisfies never;
    }
  }

  #event(
    { id, alertId, attempt }: ClaimedDelivery,
    nowMs: number,
    facts: Pick<DeliveryEvent, 'state'> & Partial<DeliveryEvent>,
  ): DeliveryEvent {
    const { destination } = this.#parts;
    return { version: 1, id, alertId, destination, attempt, at: new Date(nowMs).toISOString(), ...facts };
  }
}

function readAlert(payload: string): Alert | undefined {
  try {
    return Alert.safeParse(JSON.parse(payload)).data;
  } catch {
    return undefined;
  }
}
