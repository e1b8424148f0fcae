import type { Channel } from '@trailhound/alerting';
import { type AlertChange, deliveryId, parseNotice, topics } from '@trailhound/contracts';
import type { Clock, LogBatch, LogConsumer, LogRecord, NewDelivery, RecordLog, StateStore } from '@trailhound/ports';
import type { Logger } from '@trailhound/runtime';
import { type EarliestDue, earliestDue } from './earliest-due.js';

/** Consumer group of all notifiers. */
const group = 'notifier-changes';

export interface ChangeIntakeParts {
  readonly destinations: ReadonlyMap<string, Channel>;
  readonly log: RecordLog;
  readonly ledger: StateStore['deliveries'];
  readonly clock: Clock;
  readonly logger: Logger;
  /** Deliveries were enqueued for these destinations. */
  readonly onEnqueued: (due: EarliestDue) => void;
}

/**
 * Reads what people did to alerts and writes a delivery of it for every destination that follows changes. Whether the
 * destination knows the alert is looked at when the delivery is due: the alert itself may still be on its way.
 */
export class ChangeIntake {
  readonly #parts: ChangeIntakeParts;
  readonly #consumer: LogConsumer;

  constructor(parts: ChangeIntakeParts) {
    this.#parts = parts;
    this.#consumer = parts.log.consumer({ topic: topics.changes, group });
  }

  run(): Promise<void> {
    return this.#consumer.run((batch) => this.#handle(batch));
  }

  stop(): Promise<void> {
    return this.#consumer.stop();
  }

  async #handle({ topic, partition, records }: LogBatch): Promise<void> {
    const { ledger, onEnqueued } = this.#parts;
    const deliveries = records.flatMap((record) => this.#deliveriesOf(record));
    if (deliveries.length > 0) await ledger.enqueue(deliveries);
    const last = records.at(-1);
    if (last) await this.#consumer.commit(topic, partition, last.offset + 1n);
    onEnqueued(earliestDue(deliveries));
  }

  #deliveriesOf({ value, key, offset }: LogRecord): readonly NewDelivery[] {
    const { destinations, clock, logger } = this.#parts;
    if (value === null) return [];
    const payload = new TextDecoder().decode(value);
    const parsed = parseNotice(payload);
    if (!parsed.ok || parsed.value.notice !== 'changed') {
      const why = parsed.ok ? `it is a notice of kind ${parsed.value.notice}` : parsed.why;
      logger.error({ key, offset: String(offset), why }, 'a message of the topic alert.changes is no change');
      return [];
    }
    const { alert, change } = parsed.value;
    const dueMs = clock.now();
    return [...destinations].flatMap(([destination, { followsChanges }]) => {
      const id = deliveryId(changeId(change), destination);
      return followsChanges ? [{ id, alertId: alert.id, destination, payload, dueMs }] : [];
    });
  }
}

/** Each change is told once, also when its message is read twice. */
function changeId({ alertId, state, at }: AlertChange): string {
  return `${alertId}/${state}/${at}`;
}
