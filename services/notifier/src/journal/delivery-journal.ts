import { randomUUID } from 'node:crypto';
import { DeliveryEvent, topics } from '@trailhound/contracts';
import type { LogBatch, LogConsumer, RecordLog } from '@trailhound/ports';

/** Ends beyond this many are forgotten, oldest first: what is claimed again is hours old, not weeks. */
const maxRemembered = 500_000;

const encoder = new TextEncoder();

/**
 * The journal of deliveries in the log. It is written after the destination answered and before the ledger is told, so
 * that a delivery whose end the ledger missed (crash, lost store) is not sent again.
 */
export class DeliveryJournal {
  readonly #log: RecordLog;
  readonly #ends = new Map<string, 'delivered' | 'dead'>();
  readonly #consumer: LogConsumer;

  constructor(log: RecordLog) {
    this.#log = log;
    // A group of its own that commits nothing: every process reads the whole journal.
    this.#consumer = log.consumer({ topic: topics.deliveries, group: `notifier-journal-${randomUUID()}` });
  }

  /**
   * Reads what the journal holds, then goes on with what other processes write. `caughtUp` is called when everything
   * written before the call was read. Resolves after {@link stop}, rejects when the log can be read no longer.
   */
  async run(caughtUp: () => void): Promise<void> {
    const waiting = new Map<number, bigint>();
    for (const [partition, { first, next }] of await this.#log.bounds(topics.deliveries)) {
      if (first < next) waiting.set(partition, next);
    }
    if (waiting.size === 0) caughtUp();
    await this.#consumer.run(async (batch) => {
      this.#read(batch);
      const end = waiting.get(batch.partition);
      const last = batch.records.at(-1)?.offset;
      if (end === undefined || last === undefined || last + 1n < end) return;
      waiting.delete(batch.partition);
      if (waiting.size === 0) caughtUp();
    });
  }

  stop(): Promise<void> {
    return this.#consumer.stop();
  }

  /** How the delivery ended; undefined while it did not, or where that is not remembered. */
  end(id: string): 'delivered' | 'dead' | undefined {
    return this.#ends.get(id);
  }

  /** Resolves when the events are durable. */
  async append(event: DeliveryEvent): Promise<void> {
    const value = encoder.encode(JSON.stringify(event));
    await this.#log.publish(topics.deliveries, [{ key: event.id, value, headers: {} }]);
    this.#remember(event);
  }

  #read({ records }: LogBatch): void {
    for (const { value } of records) {
      const event = value === null ? undefined : parse(value);
      if (event) this.#remember(event);
    }
  }

  #remember({ id, state }: DeliveryEvent): void {
    if (state === 'retry' || state === 'replayed') {
      this.#ends.delete(id);
      return;
    }
    this.#ends.set(id, state);
    if (this.#ends.size <= maxRemembered) return;
    const [oldest] = this.#ends.keys();
    if (oldest !== undefined) this.#ends.delete(oldest);
  }
}

/** Undefined for a message of another version: it says nothing to us, and the delivery is then simply tried. */
function parse(value: Uint8Array): DeliveryEvent | undefined {
  try {
    return DeliveryEvent.safeParse(JSON.parse(new TextDecoder().decode(value))).data;
  } catch {
    return undefined;
  }
}
