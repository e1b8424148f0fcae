import { DeliveryEvent, type DeliveryEventState, topics } from '@trailhound/contracts';
import type { Clock, DeliveryLedger, RecordLog } from '@trailhound/ports';
import type { Logger } from '@trailhound/runtime';
import { readTopic } from '../log/read-topic.js';
import type { DeliveryFilter } from './delivery-query.js';
import type { DeliveryHistoryView, DeliveryReplay } from './delivery-views.js';

export interface DeliveryHistoryPorts {
  readonly log: RecordLog;
  readonly deliveries: Pick<DeliveryLedger, 'replay'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Deliveries one question looks at; a journal of 35 days can hold more than a process should. */
const maxDeliveries = 200_000;

const encoder = new TextEncoder();

/**
 * What became of deliveries, attempt by attempt, read from the journal; and the way back for those at an end. The journal
 * keeps 35 days, so a day of an outage can be looked at, and sent again, a month later.
 */
export class DeliveryHistory {
  constructor(private readonly ports: DeliveryHistoryPorts) {}

  /** Deliveries with an attempt in the time asked for, the latest attempt first. */
  async list(filter: DeliveryFilter, limit: number): Promise<readonly DeliveryHistoryView[]> {
    return (await this.matching(filter)).slice(0, limit);
  }

  /** Puts every matching delivery that is at an end back, once; those still under way are left alone. */
  async replay(filter: DeliveryFilter, by: string): Promise<DeliveryReplay> {
    const ended = (await this.matching(filter)).filter(({ state }) => isEnd(state));
    // Before anything is sent again: what was put back is told from its next end by the time.
    const at = new Date(this.ports.clock.now()).toISOString();
    const replayed: string[] = [];
    const forgotten: string[] = [];
    for (const delivery of ended) {
      const isKnown = await this.ports.deliveries.replay(delivery.id, this.ports.clock.now());
      if (isKnown) replayed.push(delivery.id);
      else forgotten.push(delivery.id);
    }
    await this.journal(
      ended.filter(({ id }) => replayed.includes(id)),
      { by, at },
    );
    this.ports.logger.info({ by, replayed: replayed.length, forgotten: forgotten.length }, 'deliveries replayed');
    return { replayed, forgotten };
  }

  private async matching(filter: DeliveryFilter): Promise<readonly DeliveryHistoryView[]> {
    const { fromMs, toMs } = filter;
    const found = new Map<string, DeliveryEvent[]>();
    await readTopic(this.ports.log, topics.deliveries, fromMs, ({ value }) => {
      const event = value === null ? undefined : parse(value);
      if (event && isMeant(event, filter)) {
        const atMs = Date.parse(event.at);
        if (atMs >= fromMs && (toMs === undefined || atMs < toMs)) {
          const attempts = found.get(event.id) ?? [];
          attempts.push(event);
          found.set(event.id, attempts);
        }
      }
      return found.size < maxDeliveries;
    });
    return [...found.values()]
      .map(viewOf)
      .filter(({ state, reason }) => (filter.state?.includes(state) ?? true) && (filter.reason ?? reason) === reason)
      .sort((a, b) => b.lastAt.localeCompare(a.lastAt));
  }

  /** That a person did it stays in the history, beside the attempts. */
  private async journal(
    deliveries: readonly DeliveryHistoryView[],
    { by, at }: Pick<DeliveryEvent, 'by' | 'at'>,
  ): Promise<void> {
    if (deliveries.length === 0) return;
    const messages = deliveries.map(({ id, alertId, destination, attempts }) => {
      const attempt = attempts.at(-1)?.attempt ?? 0;
      const event: DeliveryEvent = { version: 1, id, alertId, destination, attempt, state: 'replayed', by, at };
      return { key: `${id}:${attempt}:replayed`, value: encoder.encode(JSON.stringify(event)), headers: {} };
    });
    await this.ports.log.publish(topics.deliveries, messages);
  }
}

function isEnd(state: DeliveryEventState): boolean {
  return state === 'dead' || state === 'delivered' || state === 'muted';
}

function isMeant({ id, alertId, destination }: DeliveryEvent, filter: DeliveryFilter): boolean {
  return (
    (filter.id ?? id) === id &&
    (filter.alert ?? alertId) === alertId &&
    (filter.destination ?? destination) === destination
  );
}

function viewOf(events: readonly DeliveryEvent[]): DeliveryHistoryView {
  const inOrder = events.toSorted((a, b) => a.at.localeCompare(b.at));
  const [first] = inOrder;
  const last = inOrder.at(-1);
  if (!first || !last) throw new TypeError('a delivery without events');
  const { id, alertId, destination } = first;
  return {
    ...{ id, alertId, destination, state: last.state, lastAt: last.at },
    ...(last.reason !== undefined && { reason: last.reason }),
    attempts: inOrder.map(({ version, id: _, alertId: __, destination: ___, thread, receipt, ...shown }) => shown),
  };
}

/** Undefined for a message of another version. */
function parse(value: Uint8Array): DeliveryEvent | undefined {
  try {
    return DeliveryEvent.safeParse(JSON.parse(new TextDecoder().decode(value))).data;
  } catch {
    return undefined;
  }
}
