import { type HeartbeatOf, heartbeatsOf, type Route } from '@trailhound/alerting';
import { deliveryId, formatNotice } from '@trailhound/contracts';
import type { NewDelivery, StateStore } from '@trailhound/ports';
import { type EarliestDue, earliestDue } from './earliest-due.js';

/**
 * Says of every route that asks for it, at fixed times, that it works. The times lie on a grid and the ids follow from
 * them, so that of any number of notifiers one heartbeat comes. Beats that were missed are not made up for.
 */
export class Heartbeats {
  readonly #routes: readonly HeartbeatOf[];
  /** Route and destination → the last beat that is in the ledger, epoch milliseconds. */
  readonly #last = new Map<string, number>();

  constructor(
    routes: readonly Route[],
    private readonly ledger: StateStore['deliveries'],
    private readonly onEnqueued: (due: EarliestDue) => void,
  ) {
    this.#routes = heartbeatsOf(routes);
  }

  /** Enqueues the beats that are due by now. */
  async beat(nowMs: number): Promise<void> {
    const due = this.#routes.flatMap((route) => this.#due(route, nowMs));
    if (due.length === 0) return;
    await this.ledger.enqueue(due);
    for (const { alertId, dueMs } of due) this.#last.set(alertId, dueMs);
    this.onEnqueued(earliestDue(due));
  }

  #due({ route, to, everyMs }: HeartbeatOf, nowMs: number): readonly NewDelivery[] {
    const dueMs = Math.floor(nowMs / everyMs) * everyMs;
    const subject = `heartbeat/${route}`;
    if ((this.#last.get(subject) ?? 0) >= dueMs) return [];
    const heartbeat = { route, at: new Date(dueMs).toISOString(), everySeconds: everyMs / 1_000 };
    const payload = formatNotice({ notice: 'heartbeat', heartbeat });
    return to.map((destination) => ({
      ...{ id: deliveryId(`${subject}/${dueMs}`, destination), alertId: subject, destination, payload, dueMs },
    }));
  }
}
