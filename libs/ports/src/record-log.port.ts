import type { Topic } from '@trailhound/contracts';

/** A message to be written. `key` decides the partition; a null value is a tombstone. */
export interface LogMessage {
  readonly key: string;
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * A message as read. `offset` grows by at least one within a partition. A reader that passes a message over by one of its
 * headers pays for that header alone: everything else is decoded when it is asked for.
 */
export interface LogRecord {
  readonly key: string;
  readonly value: Uint8Array | null;
  /** A header's text; undefined where the message has none of this name. */
  header(name: string): string | undefined;
  readonly offset: bigint;
  /** When the log took it, epoch milliseconds. */
  readonly timestampMs: number;
}

/** Consecutive messages of one partition. */
export interface LogBatch {
  readonly topic: Topic;
  readonly partition: number;
  readonly records: readonly LogRecord[];
  /** Offset after the last message the log holds for this partition, for lag. */
  readonly endOffset: bigint;
}

/**
 * One member of a consumer group. Partitions are shared out among the members; each is read from its committed offset,
 * or from the earliest message where nothing was committed (never from the end). A batch is delivered again until it is
 * committed or seeked past, also after a crash: at least once, in order within a partition.
 */
export interface LogConsumer {
  /**
   * Calls `handle` with one batch a partition at a time, until `stop` (resolves) or a failure that cannot be waited out
   * (rejects). When `handle` resolves, reading goes on after the batch, or where `seek` said; what was not committed is
   * read again by the next member. A rejection delivers the same batch again after a pause. `signal` aborts when the
   * partition was taken away or the consumer stops; effects after that must be idempotent.
   */
  run(handle: (batch: LogBatch, signal: AbortSignal) => Promise<void>): Promise<void>;
  /**
   * Records that all before `nextOffset` is done with. Call only when every effect of it is durable; it need not be called
   * for every batch. Rejects with `LOG_PARTITION_LOST` where the partition was taken away before it was done, also where it
   * came back since: another member may have come further.
   */
  commit(topic: Topic, partition: number, nextOffset: bigint): Promise<void>;
  /** The offset committed last; undefined where none was. */
  committed(topic: Topic, partition: number): Promise<bigint | undefined>;
  /** Continues reading at `offset`, which may lie before the committed one. */
  seek(topic: Topic, partition: number, offset: bigint): void;
  /** Stops fetching and stays in the group; `run` goes on. Idempotent. */
  pause(): void;
  resume(): void;
  /** Messages not yet committed and the age of the oldest of them, per partition this member owns. */
  lag(): Promise<readonly PartitionLag[]>;
  /** Finishes the batch in hand, leaves the group and makes `run` resolve. */
  stop(): Promise<void>;
}

export interface PartitionLag {
  readonly topic: Topic;
  readonly partition: number;
  readonly records: bigint;
  /** Age of the oldest unprocessed message; 0 when there is none. */
  readonly seconds: number;
}

export interface ConsumerOptions {
  readonly topic: Topic;
  /** Consumer group, without white space; each group sees every message. All members of a group read the same topic. */
  readonly group: string;
  /** Most messages a batch holds. Default 500; a reader that passes most of them over does better with more. */
  readonly maxBatch?: number;
}

/** The durable, partitioned log between the services: Kafka, or one file in embedded mode. */
export interface RecordLog {
  /** Writes all messages and resolves when they are durable on every required replica. Retries until it can; rejects only when closed or when the log refuses a message for good (`LOG_MESSAGE_REFUSED`). */
  publish(topic: Topic, messages: readonly LogMessage[]): Promise<void>;
  consumer(options: ConsumerOptions): LogConsumer;
  /** For each partition the first offset at or after the time, or the end. */
  offsetsForTime(topic: Topic, timestampMs: number): Promise<ReadonlyMap<number, bigint>>;
  /** First and next offset of each partition. */
  bounds(topic: Topic): Promise<ReadonlyMap<number, { readonly first: bigint; readonly next: bigint }>>;
  /** Resolves when the log answers; rejects with the reason otherwise. */
  ping(): Promise<void>;
  close(): Promise<void>;
}
