import { setTimeout as sleep } from 'node:timers/promises';
import { type BaseOptions, Consumer, type ConsumerGroupJoinPayload, type GroupOptions } from '@platformatic/kafka';
import type { Logger } from '@trailhound/ports';
import { type GroupMember, type MemberOptions, partitionsAskedMs } from '../client.js';
import { groupError, isPassing } from '../kafka-errors.js';
import { requestTimeoutMs } from './connection.js';
import { inOurWords, KafkaFailure } from './failures.js';
import { PartitionReader } from './partition-reader.js';

/** kafkajs' name for it, and its way: members on either client can share a group while one is replaced by the other. */
const protocols = [{ name: 'RoundRobinAssigner', version: 1 }];
const longestPauseMs = 2000;
/** After this the connections are cut instead: a broker that hangs answers no goodbye. */
const leaveWithinMs = 2500;

/**
 * A member of a group on @platformatic/kafka. Three connections to a broker do what would hold each other up on one:
 * joining waits for the other members, fetching for messages, and committing must wait for neither.
 */
export class PlatformaticMember implements GroupMember {
  readonly #group: Consumer;
  readonly #offsets: Consumer;
  readonly #fetcher: Consumer;
  readonly #left = new AbortController();
  #joining: Promise<void> | undefined;
  #reader: PartitionReader | undefined;
  #isPaused = false;

  constructor(
    connection: BaseOptions,
    private readonly options: MemberOptions,
    private readonly logger: Logger,
  ) {
    const { group: groupId, topic, rebalanceTimeoutMs } = options;
    const patient = { ...connection, requestTimeout: rebalanceTimeoutMs + requestTimeoutMs };
    this.#group = new Consumer({ ...patient, groupId });
    this.#offsets = new Consumer({ ...connection, groupId });
    this.#fetcher = new Consumer({ ...connection, groupId });
    for (const consumer of [this.#group, this.#fetcher]) consumer.topics.track(topic);
    this.#watchGroup();
  }

  async connect(): Promise<void> {
    await inOurWords(() => this.#fetcher.metadata({ topics: [this.options.topic] }));
  }

  async run(): Promise<void> {
    await this.#join();
    void this.#watchPartitions();
  }

  /** Under the generation that was given the partition, or not at all. */
  async commit(partition: number, next: bigint, over: AbortSignal): Promise<void> {
    const { memberId } = this.#offsets;
    const { topic, events } = this.options;
    for (let attempt = 0; ; attempt += 1) {
      try {
        const offsets = [{ topic, partition, offset: next, leaderEpoch: -1 }];
        await inOurWords(() => this.#offsets.commit({ offsets }));
        return events.answered();
      } catch (error) {
        if (groupError(error) || !isPassing(error) || this.#left.signal.aborted) throw error;
        if (this.#offsets.memberId !== memberId) throw error;
        events.unanswered(error);
        await this.#pause(attempt);
        if (over.aborted) throw error;
      }
    }
  }

  seek(partition: number, offset: bigint): void {
    this.#reader?.seek(partition, offset);
  }

  pause(): void {
    this.#isPaused = true;
    this.#reader?.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#reader?.resume();
  }

  async leave(): Promise<void> {
    this.#left.abort();
    this.#reader?.stop();
    const consumers = [this.#group, this.#offsets, this.#fetcher];
    const closing = Promise.all(consumers.map((consumer) => consumer.close(true)));
    const cut = sleep(leaveWithinMs, undefined, { ref: false }).then(() => {
      for (const consumer of consumers) cutConnections(consumer);
    });
    await Promise.race([closing, cut]);
  }

  #watchGroup(): void {
    const { events } = this.options;
    this.#group.on('consumer:group:join', (joined) => void this.#read(joined));
    this.#group.on('consumer:heartbeat:end', () => events.answered());
    this.#group.on('consumer:heartbeat:error', ({ error }) => events.unanswered(new KafkaFailure(error)));
    // Joining has to be waited for long, a heartbeat has not: on a connection that hangs it would be lost for as long.
    this.#group.on('consumer:heartbeat:stalled', () => cutConnections(this.#group));
    // Only joining again after a heartbeat is reported like this, and the client does not try it twice.
    this.#group.on('error', (error: Error) => {
      this.logger.debug({ err: error }, 'joining the group again failed');
      void this.#join();
    });
  }

  /** New partitions are shared out when the group joins again; it does once its leader asks to. */
  async #watchPartitions(): Promise<void> {
    const { topic } = this.options;
    const { signal } = this.#left;
    const count = async () => {
      const metadata = await this.#fetcher.metadata({ topics: [topic], forceUpdate: true });
      return metadata.topics.get(topic)?.partitionsCount ?? 0;
    };
    let known = await count().catch(() => Number.POSITIVE_INFINITY);
    while (!signal.aborted) {
      await sleep(partitionsAskedMs, undefined, { signal, ref: false }).catch(() => undefined);
      const now = await count().catch(() => 0);
      if (now > known && !signal.aborted) await this.#join();
      if (now > 0) known = now;
    }
  }

  /** Joins however long it takes; reports what waiting does not mend. */
  #join(): Promise<void> {
    this.#joining ??= this.#joinUntilItWorks().finally(() => {
      this.#joining = undefined;
    });
    return this.#joining;
  }

  async #joinUntilItWorks(): Promise<void> {
    const { events } = this.options;
    for (let attempt = 0; !this.#left.signal.aborted; attempt += 1) {
      try {
        await inOurWords(() => this.#group.joinGroup(this.#groupOptions()));
        return;
      } catch (error) {
        if (this.#left.signal.aborted) return;
        if (!groupError(error)) {
          if (!isPassing(error)) return events.failed(error);
          events.unanswered(error);
        }
        await this.#pause(attempt);
      }
    }
  }

  #groupOptions(): GroupOptions {
    const { sessionTimeoutMs, rebalanceTimeoutMs, events } = this.options;
    return {
      ...{ sessionTimeout: sessionTimeoutMs, rebalanceTimeout: rebalanceTimeoutMs, protocols },
      heartbeatInterval: Math.min(3000, sessionTimeoutMs / 4),
      heartbeatStallTimeout: Math.min(requestTimeoutMs, sessionTimeoutMs),
      // Called before each join: the group waits for this member until what it has in hand is done and committed.
      protocolsMetadata: async () => {
        this.#reader?.stop();
        await events.revoked();
        return Buffer.alloc(0);
      },
    };
  }

  async #read({ memberId, generationId, assignments }: ConsumerGroupJoinPayload): Promise<void> {
    const { topic, events } = this.options;
    this.#reader?.stop();
    const moved = () => void this.#join();
    const reader = new PartitionReader({ consumer: this.#fetcher, topic, events, moved }, this.#isPaused);
    this.#reader = reader;
    await events.revoked();
    if (this.#reader !== reader || this.#left.signal.aborted) return;
    this.#offsets.memberId = memberId;
    this.#offsets.generationId = generationId ?? -1;
    try {
      const positions = await events.joined(assignments?.find((one) => one.topic === topic)?.partitions ?? []);
      if (this.#reader === reader && !this.#left.signal.aborted) reader.start(positions);
    } catch {
      // Taken away again before it was known where to read, or reported already.
    }
  }

  async #pause(attempt: number): Promise<void> {
    const pauseMs = Math.min(200 * 2 ** attempt, longestPauseMs);
    await sleep(pauseMs, undefined, { signal: this.#left.signal }).catch(() => undefined);
  }
}

function cutConnections(consumer: Consumer): void {
  for (const [, connection] of consumer.connections) connection.close().catch(() => undefined);
}
