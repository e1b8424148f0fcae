import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@trailhound/ports';
import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import {
  fetchBytes,
  fetchWaitMs,
  type GroupMember,
  type MemberOptions,
  partitionsAskedMs,
  partitionsAtOnce,
} from '../client.js';
import { PartitionLost } from '../consumer-errors.js';
import { groupError, isPassing } from '../kafka-errors.js';
import { KafkaLogRecord } from './log-record.js';

const startAgainMs = 500;
const firstCommitPauseMs = 200;
const longestCommitPauseMs = 2000;

/** A member of a group on kafkajs. Offsets are committed only when asked to. */
export class KafkajsMember implements GroupMember {
  readonly #consumer: Consumer;
  readonly #topic: string;
  /** Commits once, without the tries of kafkajs' own `commitOffsets`, which go on under a later generation. */
  #commitOnce: EachBatchPayload['commitOffsetsIfNecessary'] | undefined;
  #hasJoined = false;
  #isPaused = false;
  #hasLeft = false;

  constructor(
    kafka: Kafka,
    private readonly options: MemberOptions,
    private readonly logger: Logger,
  ) {
    const { topic, group, sessionTimeoutMs, rebalanceTimeoutMs } = options;
    this.#topic = topic;
    this.#consumer = kafka.consumer({
      groupId: group,
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: rebalanceTimeoutMs,
      heartbeatInterval: Math.min(3000, sessionTimeoutMs / 4),
      maxWaitTimeInMs: fetchWaitMs,
      maxBytesPerPartition: fetchBytes,
      metadataMaxAge: partitionsAskedMs,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 200, maxRetryTime: 2000, retries: 120, restartOnFailure: async () => true },
    });
    this.#watchGroup();
  }

  async connect(): Promise<void> {
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topic: this.#topic, fromBeginning: true });
  }

  run(): Promise<void> {
    return this.#consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: partitionsAtOnce,
      eachBatch: (payload) => this.#handOver(payload),
    });
  }

  async commit(partition: number, next: bigint, over: AbortSignal): Promise<void> {
    const offsets = { topics: [{ topic: this.#topic, partitions: [{ partition, offset: String(next) }] }] };
    const commitOnce = this.#commitOnce;
    if (commitOnce === undefined) throw new PartitionLost(`nothing of ${this.#topic}/${partition} was read yet`);
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await commitOnce(offsets);
      } catch (error) {
        if (groupError(error) !== undefined || !isPassing(error)) throw error;
        this.options.events.unanswered(error);
        const pauseMs = Math.min(firstCommitPauseMs * 2 ** attempt, longestCommitPauseMs);
        await sleep(pauseMs, undefined, { signal: over, ref: false }).catch(() => undefined);
        if (over.aborted || this.#hasLeft) throw error;
      }
    }
  }

  seek(partition: number, offset: bigint): void {
    this.#consumer.seek({ topic: this.#topic, partition, offset: String(offset) });
  }

  pause(): void {
    this.#isPaused = true;
    if (this.#hasJoined) this.#consumer.pause([{ topic: this.#topic }]);
  }

  resume(): void {
    this.#isPaused = false;
    if (this.#hasJoined) this.#consumer.resume([{ topic: this.#topic }]);
  }

  leave(): Promise<void> {
    this.#hasLeft = true;
    return this.#consumer.disconnect();
  }

  #handOver({ batch, resolveOffset, heartbeat, isRunning, isStale, ...payload }: EachBatchPayload): Promise<void> {
    this.#commitOnce = payload.commitOffsetsIfNecessary;
    const { partition, messages, highWatermark } = batch;
    const fetched = {
      partition,
      records: messages.map((message) => new KafkaLogRecord(message)),
      endOffset: BigInt(highWatermark),
    };
    return this.options.events.batch(fetched, {
      isOver: () => !isRunning() || isStale(),
      resolve: (next) => resolveOffset(String(next - 1n)),
      heartbeat,
    });
  }

  #watchGroup(): void {
    const { events } = this.options;
    const { GROUP_JOIN, REBALANCING, CRASH } = this.#consumer.events;
    this.#consumer.on(REBALANCING, () => void events.revoked());
    this.#consumer.on(GROUP_JOIN, ({ payload }) => {
      this.#hasJoined = true;
      // kafkajs finds the positions by itself; the adapter checks every batch against its own.
      events.joined(payload.memberAssignment[this.#topic] ?? []).catch(() => undefined);
      if (this.#isPaused) this.#consumer.pause([{ topic: this.#topic }]);
    });
    this.#consumer.on(CRASH, ({ payload: { error, restart } }) => {
      void events.revoked();
      this.logger.debug({ err: error, restart }, 'the consumer stopped');
      if (!restart) void this.#startAgain(error);
    });
  }

  /** kafkajs ends a consumer for some of what passes by itself, such as a coordinator it could not ask for. */
  async #startAgain(reason: Error): Promise<void> {
    const { events } = this.options;
    if (!isPassing(reason)) return events.failed(reason);
    events.unanswered(reason);
    await sleep(startAgainMs, undefined, { ref: false });
    if (this.#hasLeft) return;
    try {
      await this.#consumer.connect();
      await this.run();
    } catch (error) {
      await this.#startAgain(error instanceof Error ? error : new Error(String(error)));
    }
  }
}
