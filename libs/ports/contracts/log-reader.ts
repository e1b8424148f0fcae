import type { Topic } from '@trailhound/contracts';
import type { LogBatch, LogConsumer, LogMessage, LogRecord, RecordLog } from '@trailhound/ports';
import { eventually } from './real-clock.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function message(key: string, text = key): LogMessage {
  return { key, value: encoder.encode(text), headers: { uid: key } };
}

export function messages(count: number, prefix = 'm'): readonly LogMessage[] {
  return Array.from({ length: count }, (_, at) => message(`${prefix}${at}`));
}

export function textOf({ value }: LogRecord): string | null {
  return value && decoder.decode(value);
}

export interface ReaderOptions {
  readonly group?: string;
  readonly maxBatch?: number;
  /** Commit each batch after it was taken. Default true. */
  readonly commits?: boolean;
  /** Called before a batch is taken; a rejection leaves it in the log. */
  readonly before?: (batch: LogBatch, reader: LogReader) => Promise<void> | void;
}

/** A member of a group that remembers what it read. */
export class LogReader {
  readonly batches: LogBatch[] = [];
  readonly consumer: LogConsumer;
  readonly #running: Promise<void>;

  constructor(
    log: RecordLog,
    topic: Topic,
    { group = 'readers', maxBatch, commits = true, before }: ReaderOptions = {},
  ) {
    this.consumer = log.consumer({ topic, group, ...(maxBatch !== undefined && { maxBatch }) });
    this.#running = this.consumer.run(async (batch) => {
      await before?.(batch, this);
      this.batches.push(batch);
      const next = (batch.records.at(-1)?.offset ?? -1n) + 1n;
      if (commits) await this.consumer.commit(batch.topic, batch.partition, next);
    });
    // A failure is reported by `stop`; until then it must not end the process.
    this.#running.catch(() => {});
  }

  get keys(): readonly string[] {
    return this.batches.flatMap(({ records }) => records.map(({ key }) => key));
  }

  async hasRead(count: number): Promise<void> {
    await eventually(`${count} messages read, so far ${this.keys.length}`, () => this.keys.length >= count);
  }

  /** Stops, and fails with the reason where reading had failed. */
  async stop(): Promise<void> {
    await this.consumer.stop();
    await this.#running;
  }
}
