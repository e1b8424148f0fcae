import { type Channel, type DeliveryOutcome, type FailureReason, type NextStep, nextStep } from '@trailhound/alerting';
import { type DeliveryEvent, formatNotice, type Notice, type ParsedNotice, parseNotice } from '@trailhound/contracts';
import type { ClaimedDelivery, Clock, RecordLog, Sender, StateStore } from '@trailhound/ports';
import { createSecrets, failpoint, type Logger, type Secrets } from '@trailhound/runtime';
import type { DeliveryEnd, DeliveryJournal } from '../journal/delivery-journal.js';
import type { NotifierMetrics } from '../notifier-metrics.js';
import { publishDeadLetter } from './dead-letter.js';
import { deliveryEvent } from './delivery-event.js';
import type { DestinationState } from './destination-state.js';
import { Digests, isDigest } from './digests.js';
import { readinessOf } from './follow-up.js';
import { measureLatency } from './measure-latency.js';
import { type ThreadPlace, Threads } from './threads.js';

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
  readonly #threads: Threads;
  readonly #digests: Digests;

  constructor(parts: DelivererParts) {
    this.#parts = parts;
    this.#threads = new Threads(parts.destination, parts.channel, parts.journal);
    this.#digests = new Digests(parts.ledger, parts.journal);
    for (const secret of parts.channel.secrets) this.#secrets.add(secret);
  }

  /** Rejects when log or ledger fail; the lease then runs out and the delivery is claimed again. */
  async deliver(claim: ClaimedDelivery, token: string, signal: AbortSignal): Promise<void> {
    const { state, clock, ledger, destination } = this.#parts;
    const parsed = await this.#toTell(claim, token);
    if (parsed === undefined || (await this.#isOver(claim, token))) return state.unsent(clock.now());
    if (!parsed.ok) {
      const message = `the ledger holds no alert this version can read: ${parsed.why}`;
      return this.#failed(claim, token, undefined, { kind: 'hopeless', reason: 'unreadable_alert', message }, 0);
    }
    const ready = await readinessOf(parsed.value, destination, ledger, clock.now());
    switch (ready.kind) {
      case 'go':
        return this.#threads.inTurn(
          parsed.value,
          () => clock.now(),
          (place) => {
            return this.#send(claim, token, parsed.value, place, signal);
          },
        );
      case 'wait':
        state.unsent(clock.now());
        await ledger.reschedule(claim.id, token, ready.untilMs, 'the alert itself is still on its way');
        return;
      case 'pointless':
        return this.#failed(
          claim,
          token,
          parsed.value,
          { kind: 'hopeless', reason: 'superseded', message: ready.why },
          0,
        );
      default:
        ready satisfies never;
    }
  }

  async #send(
    claim: ClaimedDelivery,
    token: string,
    notice: Notice,
    place: ThreadPlace | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const { state, clock, ledger } = this.#parts;
    await failpoint('N3');
    const startedMs = clock.now();
    const outcome = await this.#attempt(claim, notice, place, signal);
    if (outcome === 'stopped') {
      state.unsent(clock.now());
      await ledger.reschedule(claim.id, token, clock.now(), 'stopped before an answer came');
      return;
    }
    const durationMs = Math.max(0, clock.now() - startedMs);
    if (outcome.kind === 'delivered') await this.#delivered(claim, token, notice, place, outcome, durationMs);
    else await this.#failed(claim, token, notice, outcome, durationMs);
  }

  /** What the delivery tells; undefined where a digest has nothing left to tell. */
  async #toTell(claim: ClaimedDelivery, token: string): Promise<ParsedNotice | undefined> {
    const taken = this.#taken.get(claim.id);
    if (taken) {
      await this.#digests.append(taken);
      this.#taken.delete(claim.id);
    }
    const parsed = parseNotice(claim.payload);
    if (!parsed.ok || parsed.value.notice !== 'digest') return parsed;
    const value = await this.#digests.fill(claim, parsed.value);
    if (value !== undefined) return { ok: true, value };
    await this.#digests.finishTold(claim, token);
    this.#parts.metrics.attempted(this.#parts.destination, 'recovered', '');
    return undefined;
  }

  #isEnded({ id, replays }: ClaimedDelivery): DeliveryEnd | undefined {
    const end = this.#parts.journal.end(id);
    return end !== undefined && end.replays >= replays ? end : undefined;
  }

  /** The journal knows its end, so the ledger is told and nothing is sent. A digest with something to tell is not over. */
  async #isOver(claim: ClaimedDelivery, token: string): Promise<boolean> {
    const { ledger, metrics, destination } = this.#parts;
    const end = this.#isEnded(claim);
    if (end === undefined || isDigest(claim.id)) return false;
    await ledger.finish(claim.id, token, end.state);
    metrics.attempted(destination, 'recovered', '');
    return true;
  }

  async #attempt(
    claim: ClaimedDelivery,
    notice: Notice,
    place: ThreadPlace | undefined,
    signal: AbortSignal,
  ): Promise<DeliveryOutcome | 'stopped'> {
    const { channel, state, sender, clock, metrics, destination } = this.#parts;
    const { id, attempt: number, replays } = claim;
    // What a lost ledger put together anew is another message, which a receiver must not take for the first.
    const deliveryId = isDigest(claim.id) && this.#isEnded(claim) ? `${id}_again` : id;
    if (state.closedBecause !== undefined) {
      const message = `not sent, the destination is closed: ${state.closedBecause}`;
      return { kind: 'gone', reason: 'gone', status: 410, message };
    }
    const startedMs = clock.now();
    const request = await channel.request({
      ...{
        deliveryId,
        notice,
        number,
        refusals: state.refusalsOf(id),
        isReplay: replays > 0,
        nowMs: startedMs,
      },
      ...(place?.firstReceipt !== undefined && { firstReceipt: place.firstReceipt }),
    });
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

  async #delivered(
    claim: ClaimedDelivery,
    token: string,
    notice: Notice,
    place: ThreadPlace | undefined,
    outcome: Extract<DeliveryOutcome, { kind: 'delivered' }>,
    durationMs: number,
  ): Promise<void> {
    const { state, clock, ledger, metrics, destination } = this.#parts;
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
    await this.#digests.append(event);
    await failpoint('N5');
    this.#taken.delete(claim.id);
    await ledger.finish(claim.id, token, 'delivered');
    const uid = alert?.records.at(-1)?.uid;
    const shown = { destination, deliveryId: claim.id, alertId: claim.alertId, attempt: claim.attempt };
    this.#parts.logger.info({ ...shown, ...(uid !== undefined && { uid }), status, durationMs }, 'alert delivered');
  }

  async #failed(
    claim: ClaimedDelivery,
    token: string,
    notice: Notice | undefined,
    outcome: Failed,
    durationMs: number,
  ): Promise<void> {
    const { state, clock, ledger, metrics, destination, logger, random } = this.#parts;
    const nowMs = clock.now();
    const refusals = state.attempted(claim.id, outcome, nowMs);
    const { reason, message } = outcome;
    const isHeartbeat = notice?.notice === 'heartbeat';
    // The next heartbeat is better than this one later.
    const step: NextStep = isHeartbeat
      ? { kind: 'give-up', reason }
      : nextStep(outcome, { attempt: this.#planned(claim), refusals }, random());
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
        await this.#digests.append(
          deliveryEvent(claim, nowMs, { state: 'retry', dueAt: new Date(dueMs).toISOString(), ...facts }),
        );
        await ledger.reschedule(claim.id, token, dueMs, `${reason}: ${message}`);
        return;
      }
      case 'give-up': {
        metrics.attempted(destination, 'dead', reason);
        if (isHeartbeat || reason === 'superseded') logger.info(shown, 'not delivered; there is nothing left to say');
        else await this.#bury(claim, notice, reason, message, nowMs);
        await this.#digests.append(deliveryEvent(claim, nowMs, { state: 'dead', ...facts }));
        state.ended(claim.id);
        await ledger.finish(claim.id, token, 'dead', `${reason}: ${message}`);
        return;
      }
      case 'finish':
        throw new TypeError(`a failed delivery cannot be finished: ${outcome.kind}`);
      default:
        step satisfies never;
    }
  }

  /** What was put back after its end has the whole schedule before it again. */
  #planned({ id, attempt, replays }: ClaimedDelivery): number {
    return replays > 0 ? this.#parts.state.triesOf(id) : attempt;
  }

  async #bury(
    claim: ClaimedDelivery,
    notice: Notice | undefined,
    reason: FailureReason,
    message: string,
    nowMs: number,
  ): Promise<void> {
    const { log, destination, logger, metrics, onDead } = this.#parts;
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
