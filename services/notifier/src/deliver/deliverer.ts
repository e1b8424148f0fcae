import type { Channel, Routing } from '@trailhound/alerting';
import { type Notice, type ParsedNotice, parseNotice } from '@trailhound/contracts';
import type { ClaimedDelivery, Sender, StateStore, TemplateWorker } from '@trailhound/ports';
import { failpoint } from '@trailhound/runtime';
import type { AlertStates } from '../journal/alert-states.js';
import type { DeliveryEnd, DeliveryJournal } from '../journal/delivery-journal.js';
import { Attempts } from './attempts.js';
import { countStep } from './count-step.js';
import { Digests, isDigest } from './digests.js';
import { Endings, type EndingsParts } from './endings.js';
import { readinessOf } from './follow-up.js';
import { Mutes } from './mutes.js';
import { type ThreadPlace, Threads } from './threads.js';

export interface DelivererParts extends EndingsParts {
  readonly channel: Channel;
  readonly routing: Routing;
  readonly tallies: StateStore['tallies'];
  readonly journal: DeliveryJournal;
  readonly states: AlertStates;
  readonly sender: Sender;
  /** Needed where the channel has a template. */
  readonly templates?: TemplateWorker;
}

/**
 * Brings claimed deliveries to one destination. The order is what makes a crash harmless: send, then the journal (durable),
 * then the ledger. A crash before the journal sends again under the same id; one after it finishes without sending.
 */
export class Deliverer {
  readonly #parts: DelivererParts;
  readonly #threads: Threads;
  readonly #mutes: Mutes;
  readonly #digests: Digests;
  readonly #attempts: Attempts;
  readonly #endings: Endings;

  constructor(parts: DelivererParts) {
    const { destination, channel, ledger, journal, routing } = parts;
    this.#parts = parts;
    this.#threads = new Threads(destination, channel, journal);
    this.#mutes = new Mutes(destination, routing, ledger);
    this.#digests = new Digests(ledger, journal, this.#mutes, parts.clock, (count) => {
      for (let at = 0; at < count; at += 1) parts.metrics.attempted(destination, 'muted', 'inhibited');
    });
    this.#attempts = new Attempts(parts);
    this.#endings = new Endings(parts, this.#digests);
  }

  /**
   * Answers when the delivery is to be tried again, epoch milliseconds; undefined where it is at its end. Rejects when log
   * or ledger fail; the lease then runs out and the delivery is claimed again.
   */
  async deliver(claim: ClaimedDelivery, token: string, signal: AbortSignal): Promise<number | undefined> {
    const { state, clock, ledger, destination } = this.#parts;
    const parsed = await this.#toTell(claim, token);
    if (parsed === undefined || (await this.#isOver(claim, token))) {
      state.unsent(clock.now());
      return undefined;
    }
    if (!parsed.ok) {
      const message = `the ledger holds no alert this version can read: ${parsed.why}`;
      return this.#endings.failed(claim, token, undefined, hopeless('unreadable_alert', message), 0);
    }
    const notice = parsed.value;
    const mutedBy = await this.#mutedBy(claim, notice);
    if (mutedBy !== undefined) {
      await this.#endings.muted(claim, token, mutedBy);
      return undefined;
    }
    const ready = await readinessOf(notice, destination, this.#parts, clock.now());
    switch (ready.kind) {
      case 'go':
        return this.#threads.inTurn(
          notice,
          () => clock.now(),
          (place) => this.#send(claim, token, notice, place, signal),
        );
      case 'wait':
        state.unsent(clock.now());
        await ledger.reschedule(claim.id, token, ready.untilMs, 'the alert itself is still on its way');
        return ready.untilMs;
      case 'pointless':
        return this.#endings.failed(claim, token, notice, hopeless('superseded', ready.why), 0);
      default:
        return ready satisfies never;
    }
  }

  async #send(
    claim: ClaimedDelivery,
    token: string,
    notice: Notice,
    place: ThreadPlace | undefined,
    signal: AbortSignal,
  ): Promise<number | undefined> {
    const { state, clock, ledger } = this.#parts;
    await failpoint('N3');
    const startedMs = clock.now();
    // What a lost ledger put together anew is another message, which a receiver must not take for the first.
    const deliveryId = isDigest(claim.id) && this.#end(claim) ? `${claim.id}_again` : claim.id;
    const outcome = await this.#attempts.make(claim, deliveryId, notice, place, signal);
    if (outcome === 'stopped') {
      const nowMs = clock.now();
      state.unsent(nowMs);
      await ledger.reschedule(claim.id, token, nowMs, 'stopped before an answer came');
      return nowMs;
    }
    const durationMs = Math.max(0, clock.now() - startedMs);
    if (outcome.kind !== 'delivered') return this.#endings.failed(claim, token, notice, outcome, durationMs);
    await this.#endings.delivered(claim, token, notice, place, outcome, durationMs);
    return undefined;
  }

  /** What the delivery tells; undefined where a digest has nothing left to tell. */
  async #toTell(claim: ClaimedDelivery, token: string): Promise<ParsedNotice | undefined> {
    await this.#endings.catchUp(claim.id);
    const parsed = parseNotice(claim.payload);
    if (!parsed.ok) return parsed;
    if (parsed.value.notice === 'step') {
      const { ledger: deliveries, tallies } = this.#parts;
      return { ok: true, value: await countStep(claim, token, parsed.value, { deliveries, tallies }) };
    }
    if (parsed.value.notice !== 'digest') return parsed;
    const value = await this.#digests.fill(claim, parsed.value);
    if (value !== undefined) return { ok: true, value };
    await this.#digests.finishTold(claim, token);
    this.#parts.metrics.attempted(this.#parts.destination, 'recovered', '');
    return undefined;
  }

  /**
   * The alert that speaks for this one. Members of a digest were asked about when it was filled; a person overrules; and what
   * its destination may have taken by now is not muted any more.
   */
  async #mutedBy(claim: ClaimedDelivery, notice: Notice): Promise<string | undefined> {
    const isAlert = notice.notice === 'fired' || notice.notice === 'step';
    if (!isAlert || isDigest(claim.id) || claim.replays > 0) return undefined;
    if (this.#parts.journal.wasTried(claim.id)) return undefined;
    return this.#mutes.mutedBy(notice.alert);
  }

  #end({ id, replays }: ClaimedDelivery): DeliveryEnd | undefined {
    const end = this.#parts.journal.end(id);
    return end !== undefined && end.replays >= replays ? end : undefined;
  }

  /** The journal knows its end, so the ledger is told and nothing is sent. A digest with something to tell is not over. */
  async #isOver(claim: ClaimedDelivery, token: string): Promise<boolean> {
    const { ledger, metrics, destination } = this.#parts;
    const end = this.#end(claim);
    if (end === undefined || isDigest(claim.id)) return false;
    await ledger.finish(claim.id, token, end.state, end.mutedBy);
    metrics.attempted(destination, 'recovered', '');
    return true;
  }
}

function hopeless(reason: 'unreadable_alert' | 'superseded', message: string) {
  return { kind: 'hopeless', reason, message } as const;
}
