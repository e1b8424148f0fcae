import { setTimeout as sleep } from 'node:timers/promises';
import { type Topic, topicName } from '@trailhound/contracts';
import type { ConsumerOptions, LogConsumer, Logger, PartitionLag } from '@trailhound/ports';
import type { Admin, Consumer, Kafka } from 'kafkajs';
import { Assignment } from './assignment.js';
import { BatchDelivery, type HandleBatch } from './batch-delivery.js';
import type { KafkaOptions } from './kafka-options.js';
import { PartitionProgress } from './partition-progress.js';
import type { Reachability } from './reachability.js';
import { StallWatch } from './stall-watch.js';
import { untilReachable } from './until-reachable.js';

/** The client stopped making progress, or stopped for good; the process should end and be started again. */
export class ConsumerStalled extends Error {
  override readonly name = 'ConsumerStalled';
  readonly code = 'LOG_CONSUMER_STALLED';
}

/** A commit for a partition that went to another member: its new owner reads on from the last commit. */
export class PartitionLost extends Error {
  override readonly name = 'PartitionLost';
  readonly type = 'REBALANCE_IN_PROGRESS';
}

export interface KafkaConsumerParts {
  readonly kafka: Kafka;
  readonly admin: () => Promise<Admin>;
  readonly settings: KafkaOptions;
  readonly reachability: Reachability;
}

/** How long leaving the group may take; brokers that are away let the session run out by themselves. */
const leaveWithinMs = 3000;
const defaultSessionMs = 30_000;
const defaultRebalanceMs = 60_000;
const defaultProgressMs = 60_000;

/**
 * One member of a consumer group on kafkajs, made safe by two watchdogs: contiguity (a partition is read without holes)
 * and progress (lag without movement ends the consumer). Offsets are committed only when asked to.
 */
export class KafkaLogConsumer implements LogConsumer {
  readonly #consumer: Consumer;
  readonly #topic: string;
  readonly #group: string;
  readonly #logger: Logger;
  readonly #stopped = new AbortController();
  readonly #failed = Promise.withResolvers<never>();
  readonly #delivery: BatchDelivery;
  readonly #stallWatch: StallWatch;
  #assignment = new Assignment([], () => Promise.resolve());
  #hasJoined = false;
  #paused = false;
  #left: Promise<void> | undefined;

  constructor(
    private readonly parts: KafkaConsumerParts,
    private readonly options: ConsumerOptions,
  ) {
    const { settings, kafka } = parts;
    const sessionTimeout = settings.sessionTimeoutMs ?? defaultSessionMs;
    this.#logger = settings.logger;
    this.#topic = topicName(options.topic, settings.topicPrefix);
    this.#group = `${settings.topicPrefix ?? ''}${options.group}`;
    this.#consumer = kafka.consumer({
      groupId: this.#group,
      sessionTimeout,
      rebalanceTimeout: settings.rebalanceTimeoutMs ?? Math.max(defaultRebalanceMs, sessionTimeout),
      heartbeatInterval: Math.min(3000, sessionTimeout / 4),
      maxWaitTimeInMs: 500,
      maxBytesPerPartition: 512 * 1024,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 200, maxRetryTime: 2000, retries: 120, restartOnFailure: async () => true },
    });
    this.#stallWatch = new StallWatch(settings.progressTimeoutMs ?? defaultProgressMs);
    this.#delivery = new BatchDelivery({
      topic: options.topic,
      maxBatch: options.maxBatch ?? 500,
      logger: this.#logger,
      stopped: this.#stopped.signal,
      isPaused: () => this.#paused,
      earliest: async (partition) => (await this.#bounds()).get(partition)?.low ?? 0n,
      seek: (partition, offset) => this.seek(options.topic, partition, offset),
    });
    this.#failed.promise.catch(() => undefined); // awaited by `run`; a failure before that is kept
    this.#watchGroup();
  }

  async run(handle: HandleBatch): Promise<void> {
    const stopped = untilAborted(this.#stopped.signal);
    const progressTimeoutMs = this.parts.settings.progressTimeoutMs ?? defaultProgressMs;
    const watchdog = setInterval(() => void this.#checkProgress(), progressTimeoutMs / 4);
    watchdog.unref();
    try {
      const started = this.#start(handle);
      await Promise.race([stopped, this.#failed.promise, started.then(() => stopped)]);
    } finally {
      clearInterval(watchdog);
      this.#stopped.abort();
      await this.#leave();
    }
  }

  async commit(_topic: Topic, partition: number, nextOffset: bigint): Promise<void> {
    const progress = this.#assignment.progress(partition);
    if (!progress) throw new PartitionLost(`${this.#topic}/${partition} is no longer this consumer's to commit`);
    await this.#consumer.commitOffsets([{ topic: this.#topic, partition, offset: String(nextOffset) }]);
    progress.committedTo(nextOffset);
  }

  async committed(_topic: Topic, partition: number): Promise<bigint | undefined> {
    await this.#assignment.primed;
    return this.#assignment.progress(partition)?.committed;
  }

  seek(_topic: Topic, partition: number, offset: bigint): void {
    this.#assignment.progress(partition)?.contiguity.moveTo(offset);
    this.#consumer.seek({ topic: this.#topic, partition, offset: String(offset) });
  }

  pause(): void {
    this.#paused = true;
    if (this.#hasJoined) this.#consumer.pause([{ topic: this.#topic }]);
  }

  resume(): void {
    this.#paused = false;
    if (this.#hasJoined) this.#consumer.resume([{ topic: this.#topic }]);
  }

  async lag(): Promise<readonly PartitionLag[]> {
    const bounds = await this.#bounds();
    const now = Date.now();
    return [...this.#assignment.all].map(([partition, progress]) => {
      const { low, high } = bounds.get(partition) ?? { low: 0n, high: 0n };
      return { topic: this.options.topic, partition, ...progress.lag(low, high, now) };
    });
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    // kafkajs stops committing as soon as it is told to stop, so what is in hand is finished first.
    await this.#delivery.idle();
    await this.#leave();
  }

  async #start(handle: HandleBatch): Promise<void> {
    const { signal } = this.#stopped;
    try {
      await untilReachable(
        async () => {
          await this.#consumer.connect();
          await this.#consumer.subscribe({ topic: this.#topic, fromBeginning: true });
          await this.#nameLostCommits();
        },
        this.parts.reachability,
        signal,
      );
      await this.#consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: 3,
        eachBatch: (payload) => this.#delivery.deliver(payload, this.#assignment, handle),
      });
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    // kafkajs goes on joining although it was stopped meanwhile; a member nobody listens to must not hold partitions.
    if (signal.aborted) await this.#consumer.disconnect().catch(() => undefined);
  }

  #leave(): Promise<void> {
    this.#left ??= (async () => {
      await this.#delivery.idle();
      const leaving = this.#consumer.disconnect().catch((err: unknown) => {
        this.#logger.debug({ err, group: this.#group }, 'leaving the group failed');
      });
      await Promise.race([leaving, sleep(leaveWithinMs, undefined, { ref: false })]);
    })();
    return this.#left;
  }

  #watchGroup(): void {
    const { GROUP_JOIN, REBALANCING, CRASH } = this.#consumer.events;
    this.#consumer.on(REBALANCING, () => this.#assignment.revoke());
    this.#consumer.on(GROUP_JOIN, ({ payload }) => {
      this.#assignment.revoke();
      this.#hasJoined = true;
      this.parts.reachability.answered();
      const partitions = payload.memberAssignment[this.#topic] ?? [];
      const assignment = new Assignment(partitions, (made) => this.#prime(made));
      this.#assignment = assignment;
      assignment.primed.catch((error: unknown) => {
        if (!assignment.revoked.aborted) this.#failed.reject(error);
      });
      if (this.#paused) this.#consumer.pause([{ topic: this.#topic }]);
      this.#logger.info({ topic: this.#topic, group: this.#group, partitions }, 'joined the consumer group');
    });
    this.#consumer.on(CRASH, ({ payload: { error, restart } }) => {
      this.#assignment.revoke();
      if (!restart) this.#failed.reject(new ConsumerStalled('the Kafka consumer stopped for good', { cause: error }));
      else if (!this.#stopped.signal.aborted) this.#logger.debug({ err: error }, 'the consumer starts again');
    });
  }

  /** Finds out from where each partition is read. */
  async #prime(assignment: Assignment): Promise<void> {
    const signal = AbortSignal.any([assignment.revoked, this.#stopped.signal]);
    const read = () => Promise.all([this.#committedOffsets(), this.#bounds()]);
    const [stored, bounds] = await untilReachable(read, this.parts.reachability, signal);
    for (const partition of assignment.partitions) {
      const { low, high } = bounds.get(partition) ?? { low: 0n, high: 0n };
      const offset = stored.get(partition);
      const committed = offset !== undefined && offset <= high ? offset : undefined;
      assignment.note(partition, new PartitionProgress(committed, committed ?? low));
    }
  }

  /**
   * A commit behind the end of the log is that of a log which is gone. kafkajs begins such a partition anew without a
   * word, so it is named before kafkajs can do so.
   */
  async #nameLostCommits(): Promise<void> {
    const [stored, bounds] = await Promise.all([this.#committedOffsets(), this.#bounds()]);
    for (const [partition, committed] of stored) {
      const { high } = bounds.get(partition) ?? { high: 0n };
      if (committed <= high) continue;
      const facts = { topic: this.#topic, partition, committed: String(committed), end: String(high) };
      this.#logger.error(
        facts,
        'the log ends before what was committed: it was made anew and is read from its beginning (data_gap)',
      );
    }
  }

  async #committedOffsets(): Promise<ReadonlyMap<number, bigint>> {
    const admin = await this.parts.admin();
    const [stored] = await admin.fetchOffsets({ groupId: this.#group, topics: [this.#topic] });
    const offsets = (stored?.partitions ?? []).map(({ partition, offset }) => [partition, BigInt(offset)] as const);
    return new Map(offsets.filter(([, offset]) => offset >= 0n));
  }

  async #bounds(): Promise<ReadonlyMap<number, { readonly low: bigint; readonly high: bigint }>> {
    const offsets = await (await this.parts.admin()).fetchTopicOffsets(this.#topic);
    return new Map(offsets.map(({ partition, low, high }) => [partition, { low: BigInt(low), high: BigInt(high) }]));
  }

  async #checkProgress(): Promise<void> {
    if (this.#paused || this.#delivery.isBusy) return this.#stallWatch.reset();
    try {
      const bounds = await this.#bounds();
      this.parts.reachability.answered();
      const positions = [...this.#assignment.all].map(([partition, { position }]) => {
        return { partition, position, end: bounds.get(partition)?.high ?? 0n };
      });
      const stall = this.#stallWatch.look(positions, Date.now());
      if (!stall || this.#paused || this.#delivery.isBusy) return;
      const seconds = Math.round((Date.now() - stall.sinceMs) / 1000);
      const where = `${this.#topic}/${stall.partition}`;
      this.#failed.reject(
        new ConsumerStalled(`no progress on ${where} for ${seconds} s with ${stall.waiting} messages waiting`),
      );
    } catch (error) {
      this.parts.reachability.failed(error);
      this.#stallWatch.reset();
    }
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
