import { randomUUID } from 'node:crypto';
import type { Topic } from '@trailhound/contracts';
import type { LogConsumer, RecordLog } from '@trailhound/ports';

export interface FollowOptions {
  /**
   * Most offsets of a partition that are read of what stands there at the start: what lies further back is passed over,
   * so that starting takes no longer as the topic grows. Absent: all of it.
   */
  readonly reach?: number;
}

/** Reads a topic from its beginning, or from as far back as is asked for, and then what is written to it. */
export class TopicFollower {
  readonly #consumer: LogConsumer;

  constructor(
    private readonly log: RecordLog,
    private readonly topic: Topic,
    /** Given every message that has a value. */
    private readonly take: (value: Uint8Array) => void,
    private readonly options: FollowOptions = {},
  ) {
    // A group of its own that commits nothing: every process reads all of it.
    this.#consumer = log.consumer({ topic, group: `notifier-${topic}-${randomUUID()}` });
  }

  /**
   * `caughtUp` is called when everything written before the call was read. Resolves after {@link stop}, rejects when the log
   * can be read no longer.
   */
  async run(caughtUp: () => void): Promise<void> {
    const waiting = new Map<number, bigint>();
    const begins = new Map<number, bigint>();
    const { reach } = this.options;
    for (const [partition, { first, next }] of await this.log.bounds(this.topic)) {
      if (first < next) waiting.set(partition, next);
      if (reach !== undefined) begins.set(partition, next - BigInt(reach));
    }
    if (waiting.size === 0) caughtUp();
    await this.#consumer.run(async ({ partition, records }) => {
      const begin = begins.get(partition);
      const last = records.at(-1)?.offset;
      if (begin !== undefined && last !== undefined && last < begin) {
        this.#consumer.seek(this.topic, partition, begin);
        return;
      }
      for (const { value } of records) if (value !== null) this.take(value);
      const end = waiting.get(partition);
      if (end === undefined || last === undefined || last + 1n < end) return;
      waiting.delete(partition);
      if (waiting.size === 0) caughtUp();
    });
  }

  stop(): Promise<void> {
    return this.#consumer.stop();
  }
}
