import { fillDigest } from '@trailhound/alerting';
import { type Alert, type DeliveryEvent, DigestLine, type Notice, parseNotice } from '@trailhound/contracts';
import type { ClaimedDelivery, Clock, DeliveryEndState, DigestMember, StateStore } from '@trailhound/ports';
import type { DeliveryJournal } from '../journal/delivery-journal.js';
import { deliveryEvent } from './delivery-event.js';
import type { Mutes } from './mutes.js';

/** A digest with the deliveries it has to tell. */
interface Waiting {
  readonly ids: readonly string[];
  readonly members: readonly DigestMember[];
}

/** How a member of a digest ended. */
interface Settled {
  readonly id: string;
  readonly state: DeliveryEndState;
  readonly note: string | undefined;
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
    const alone = more.length === 0 ? (await this.#alerts([first.id])).get(first.id) : undefined;
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
    const ended: Settled[] = [];
    const left = members.filter(({ id, state }) => {
      const end = this.journal.end(id);
      if (end !== undefined && state === 'held') ended.push({ id, state: end.state, note: end.mutedBy });
      return end === undefined;
    });
    await this.#settle(claim.id, ended);
    return left;
  }

  /** Those that no other alert speaks for; the others get their ends. */
  async #unmuted(claim: ClaimedDelivery, members: readonly DigestMember[]): Promise<readonly DigestMember[]> {
    if (!this.mutes.mayMute) return members;
    const alerts = await this.#alerts(members.map(({ id }) => id));
    const roots = await this.mutes.mutedByEach(members.map(({ id }) => alerts.get(id)));
    const nowMs = this.clock.now();
    const muted = members.flatMap(({ id, alertId }, at) => {
      const mutedBy = roots[at];
      return mutedBy === undefined ? [] : [{ id, alertId, mutedBy }];
    });
    if (muted.length === 0) return members;
    await this.journal.append(
      muted.map((one) =>
        deliveryEvent(claim, nowMs, { state: 'muted', ...one, reason: 'inhibited', digest: claim.id }),
      ),
    );
    await this.#settle(
      claim.id,
      muted.map(({ id, mutedBy }) => ({ id, state: 'muted', note: mutedBy })),
    );
    this.onMuted(muted.length);
    return members.filter((_, at) => roots[at] === undefined);
  }

  /** Ends members of a digest, those with the same end together. */
  async #settle(digestId: string, ended: readonly Settled[]): Promise<void> {
    const same = Map.groupBy(ended, ({ state, note }) => JSON.stringify([state, note]));
    for (const group of same.values()) {
      const [{ state, note } = { state: 'dead', note: undefined } as const] = group;
      await this.ledger.settle(
        digestId,
        group.map(({ id }) => id),
        state,
        note,
      );
    }
  }

  async #alerts(ids: readonly string[]): Promise<ReadonlyMap<string, Alert>> {
    const alerts = new Map<string, Alert>();
    for (const [id, payload] of await this.ledger.payloads(ids)) {
      const parsed = parseNotice(payload);
      if (parsed.ok && parsed.value.notice === 'fired') alerts.set(id, parsed.value.alert);
    }
    return alerts;
  }
}

/** Ids of digests are told from those of other deliveries by how they begin; see `digestId`. */
export function isDigest(id: string): boolean {
  return id.startsWith('dig_');
}
