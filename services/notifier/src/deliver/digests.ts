import { fillDigest } from '@trailhound/alerting';
import { type Alert, type DeliveryEvent, DigestLine, type Notice, parseNotice } from '@trailhound/contracts';
import type { ClaimedDelivery, Clock, DigestMember, StateStore } from '@trailhound/ports';
import type { DeliveryJournal } from '../journal/delivery-journal.js';
import { deliveryEvent } from './delivery-event.js';
import type { Mutes } from './mutes.js';

/** A digest with the deliveries it has to tell. */
interface Waiting {
  readonly ids: readonly string[];
  readonly members: readonly DigestMember[];
}

/**
 * The digests at one destination. Every delivery that a digest tells has its own end in the journal, written before the
 * digest’s: whoever finds the digest ended knows that of all it told, and one that a lost ledger put together anew tells
 * what was not told yet.
 */
export class Digests {
  /** Digest id → what it tells, from when it is filled until its end is written. */
  readonly #waiting = new Map<string, Waiting>();

  constructor(
    private readonly ledger: StateStore['deliveries'],
    private readonly journal: DeliveryJournal,
    private readonly mutes: Mutes,
    private readonly clock: Clock,
    private readonly onMuted: (count: number) => void,
  ) {}

  /** What to tell; undefined where all of it was told. One alert alone is told as itself. */
  async fill(claim: ClaimedDelivery, notice: Extract<Notice, { notice: 'digest' }>): Promise<Notice | undefined> {
    const members = await this.ledger.members(claim.id);
    // A person who puts a digest back wants it whole.
    const untold = claim.replays > 0 ? members : await this.#untold(claim, members);
    this.#waiting.set(claim.id, { ids: untold.map(({ id }) => id), members });
    const [first, ...more] = untold;
    if (first === undefined) return undefined;
    const alone = more.length === 0 ? await this.#alert(first.id) : undefined;
    if (alone) return { notice: 'fired', alert: alone };
    const lines = untold.map(({ line }) => DigestLine.parse(JSON.parse(line)));
    return { notice: 'digest', digest: fillDigest({ ...notice.digest, id: claim.id }, lines) };
  }

  /** Nothing is left to tell. */
  async finishTold(claim: ClaimedDelivery, token: string): Promise<void> {
    this.#waiting.delete(claim.id);
    await this.ledger.finish(claim.id, token, 'delivered');
  }

  /** Writes an event of a delivery; where a digest ends, the ends of what it told first. Resolves when all are durable. */
  async append(event: DeliveryEvent): Promise<void> {
    const waiting = this.#waiting.get(event.id);
    const { state } = event;
    if (waiting === undefined || (state !== 'delivered' && state !== 'dead')) return this.journal.append([event]);
    const alerts = new Map(waiting.members.map(({ id, alertId }) => [id, alertId]));
    const { destination, attempt, at, reason, message, replays } = event;
    const told = waiting.ids.map((id): DeliveryEvent => {
      const failed = { ...(reason !== undefined && { reason }), ...(message !== undefined && { message }) };
      const shared = { version: 1, destination, attempt, at, state, digest: event.id, ...failed } as const;
      return { ...shared, id, alertId: alerts.get(id) ?? event.alertId, ...(replays !== undefined && { replays }) };
    });
    if (told.length > 0) await this.journal.append(told);
    await this.journal.append([event]);
    await this.ledger.settle(event.id, waiting.ids, state, reason);
    this.#waiting.delete(event.id);
  }

  /** A digest that was tried says the same again: no root that came meanwhile mutes what its destination may know. */
  async #untold(claim: ClaimedDelivery, members: readonly DigestMember[]): Promise<readonly DigestMember[]> {
    const unended = await this.#unended(claim, members);
    return this.journal.wasTried(claim.id) ? unended : this.#unmuted(claim, unended);
  }

  /** Those that did not end; a ledger that lost the ends of the others is told what the journal knows of them. */
  async #unended(claim: ClaimedDelivery, members: readonly DigestMember[]): Promise<readonly DigestMember[]> {
    const left: DigestMember[] = [];
    for (const member of members) {
      const end = this.journal.end(member.id);
      if (end === undefined) left.push(member);
      else if (member.state === 'held') await this.ledger.settle(claim.id, [member.id], end.state, end.mutedBy);
    }
    return left;
  }

  /** Those that no other alert speaks for; the others get their ends. */
  async #unmuted(claim: ClaimedDelivery, members: readonly DigestMember[]): Promise<readonly DigestMember[]> {
    if (!this.mutes.mayMute) return members;
    const left: DigestMember[] = [];
    const muted: { readonly id: string; readonly mutedBy: string; readonly event: DeliveryEvent }[] = [];
    const nowMs = this.clock.now();
    for (const member of members) {
      const alert = await this.#alert(member.id);
      const mutedBy = alert && (await this.mutes.mutedBy(alert));
      if (mutedBy === undefined) left.push(member);
      else {
        const { id, alertId } = member;
        const facts = { id, alertId, reason: 'inhibited', mutedBy, digest: claim.id };
        muted.push({ id, mutedBy, event: deliveryEvent(claim, nowMs, { state: 'muted', ...facts }) });
      }
    }
    if (muted.length > 0) await this.journal.append(muted.map(({ event }) => event));
    for (const { id, mutedBy } of muted) await this.ledger.settle(claim.id, [id], 'muted', mutedBy);
    this.onMuted(muted.length);
    return left;
  }

  async #alert(id: string): Promise<Alert | undefined> {
    const payload = await this.ledger.payload(id);
    const parsed = payload === undefined ? undefined : parseNotice(payload);
    return parsed?.ok && parsed.value.notice === 'fired' ? parsed.value.alert : undefined;
  }
}

/** Ids of digests are told from those of other deliveries by how they begin; see `digestId`. */
export function isDigest(id: string): boolean {
  return id.startsWith('dig_');
}
