import type { LogMessage, LogRecord } from '@trailhound/ports';

/**
 * What this adapter asks of a client library; each folder beside this file answers it with one. Everything that must hold
 * whatever the library does (retries without end, order of effects and commits, holes, stalls) is outside of it, once.
 * Errors are the library's own, or carry what `kafka-errors.ts` looks for.
 */
export interface KafkaClient {
  /** A connection for questions. Rejects where no broker answers. */
  admin(): Promise<ClusterAdmin>;
  /** A connection for writing, idempotent within itself. Rejects where no broker answers. */
  producer(): Promise<BatchProducer>;
  /** Nothing connects before `run`. */
  member(options: MemberOptions): GroupMember;
}

export type Bounds = ReadonlyMap<number, { readonly first: bigint; readonly next: bigint }>;

/** A topic to be made. */
export interface NewTopic {
  readonly name: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly config: Readonly<Record<string, string>>;
}

/** A topic as the brokers describe it. */
export interface DescribedTopic {
  readonly name: string;
  readonly partitions: number;
  /** Copies of the partition that has the fewest. */
  readonly replicationFactor: number;
  /** Every setting in force, whoever made it. */
  readonly config: ReadonlyMap<string, string>;
}

/** Questions to the brokers, each asked once: who asks decides whether to try again. */
export interface ClusterAdmin {
  topics(): Promise<readonly string[]>;
  /** How many brokers are alive. */
  brokers(): Promise<number>;
  /** False where the topic was there already. */
  createTopic(topic: NewTopic): Promise<boolean>;
  /** All of `names` must exist. */
  describeTopics(names: readonly string[]): Promise<readonly DescribedTopic[]>;
  /** Adds partitions until there are `count`. */
  growTopic(name: string, count: number): Promise<void>;
  /** Sets these of a topic's settings; others that were set stay. */
  configureTopic(name: string, config: Readonly<Record<string, string>>): Promise<void>;
  bounds(topic: string): Promise<Bounds>;
  /** For each partition the first offset at or after the time, or the end. */
  offsetsForTime(topic: string, timestampMs: number): Promise<ReadonlyMap<number, bigint>>;
  /** What a group committed; partitions without a commit are absent. */
  committed(group: string, topic: string): Promise<ReadonlyMap<number, bigint>>;
  disconnect(): Promise<void>;
}

/** Messages for one topic, each placed by its key as Kafka's own clients place it. */
export interface TopicMessages {
  readonly topic: string;
  readonly messages: readonly LogMessage[];
}

export interface BatchProducer {
  /** Resolves when all in-sync replicas have all messages. After a rejection this producer is not used again. */
  send(batches: readonly TopicMessages[]): Promise<void>;
  disconnect(): Promise<void>;
}

/** What was fetched of one partition. */
export interface FetchedBatch {
  readonly partition: number;
  readonly records: readonly LogRecord[];
  /** Offset after the last message of the partition. */
  readonly endOffset: bigint;
}

/** Of a batch that is being handled, back to the client that fetched it. */
export interface BatchLink {
  /** True when what is left of the batch must not be handled: sought away, taken away, stopped. */
  isOver(): boolean;
  /** Everything before `next` is handled; reading goes on there. */
  resolve(next: bigint): void;
  /** Tells the group that this member lives. Rejects with the group's error when it has moved on. */
  heartbeat(): Promise<void>;
}

/** What a member reports, and asks, while it runs. */
export interface MemberEvents {
  /** The group gave this member partitions. Resolves with where each is to be read from; rejects when taken away before. */
  joined(partitions: readonly number[]): Promise<ReadonlyMap<number, bigint>>;
  /** What was given is no longer this member's. Resolves when no batch of it is in hand any more. */
  revoked(): Promise<void>;
  /** Resolves when the batch is handled or over; rejects with the group's error when it has moved on. */
  batch(batch: FetchedBatch, link: BatchLink): Promise<void>;
  /** The log has nothing at `offset`: it was deleted, or the log was made anew. Answers where reading goes on. */
  outOfRange(partition: number, offset: bigint): Promise<bigint>;
  /** The brokers answered, or did not. */
  answered(): void;
  unanswered(error: unknown): void;
  /** The client stopped for good. */
  failed(error: unknown): void;
}

export interface MemberOptions {
  readonly topic: string;
  readonly group: string;
  readonly sessionTimeoutMs: number;
  readonly rebalanceTimeoutMs: number;
  readonly events: MemberEvents;
}

/** One member of a consumer group, reading one topic. */
export interface GroupMember {
  /** Rejects where no broker answers; may be tried again. */
  connect(): Promise<void>;
  /** Joins and reads; resolves when it has begun to. */
  run(): Promise<void>;
  /**
   * Under the generation that is in force when it is called, or not at all: a later one may have given the partition to another
   * member, who came further. What may pass is tried again until `over` aborts. Rejects with the group's error where that
   * generation is over.
   */
  commit(partition: number, next: bigint, over: AbortSignal): Promise<void>;
  seek(partition: number, offset: bigint): void;
  pause(): void;
  resume(): void;
  leave(): Promise<void>;
}

/** Batches of one member that are handled at the same time, each of another partition. */
export const partitionsAtOnce = 3;
/** Most that is fetched of a partition at a time. */
export const fetchBytes = 512 * 1024;
/** How often a member asks whether its topic has more partitions by now. */
export const partitionsAskedMs = 60_000;
/** How long a broker may wait for messages before it answers a fetch. */
export const fetchWaitMs = 500;
