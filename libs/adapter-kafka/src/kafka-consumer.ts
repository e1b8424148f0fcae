import { setTimeout as sleep } from 'node:timers/promises';
import { type Topic, topicName } from '@trailhound/contracts';
import type { ConsumerOptions, LogConsumer, Logger, PartitionLag } from '@trailhound/ports';
import { Assignment } from './assignment.js';
import { BatchDelivery, type HandleBatch } from './batch-delivery.js';
import type { Bounds, ClusterAdmin, GroupMember, KafkaClient } from './client.js';
import { ConsumerStalled, PartitionLost } from './consumer-errors.js';
import type { KafkaOptions } from './kafka-options.js';
import { PartitionProgress } from './partition-progress.js';
import type { Reachability } from './reachability.js';
import { sayDeleted } from './say-deleted.js';
import { StallWatch } from './stall-watch.js';
import { untilReachable } from './until-reachable.js';

export interface KafkaConsumerParts {
  readonly client: KafkaClient;
  readonly admin: () => Promise<ClusterAdmin>;
  readonly settings: KafkaOptions;
  readonly reachability: Reachability;
}

/** How long leaving the group may take; brokers that are away let the session run out by themselves. */
const leaveWithinMs = 3000;
const defaultSessionMs = 30_000;
const defaultRebalanceMs = 60_000;
const defaultProgressMs = 60_000;

/**
 * One member of a consumer group on any client, made safe by two watchdogs: contiguity (a partition is read without holes)
 * and progress (lag without movement ends the consumer). Offsets are committed only when asked to.
 */
export class KafkaLogConsumer implements LogConsumer {
  readonly #member: GroupMember;
  readonly #topic: string;
  readonly #group: string;
  readonly #logger: Logger;
  readonly #stopped = new AbortController();
  readonly #failed = Promise.withResolvers<never>();
  readonly #delivery: BatchDelivery;
  readonly #stallWatch: StallWatch;
  #assignment = new Assignment([], () => Promise.resolve());
  #handle: HandleBatch = () => Promise.reject(new Error('the consumer does not run'));
  #paused = false;
  #left: Promise<void> | undefined;

  constructor(
    private readonly parts: KafkaConsumerParts,
    private readonly options: ConsumerOptions,
  ) {
    const { settings, client, reachability } = parts;
    const sessionTimeoutMs = settings.sessionTimeoutMs ?? defaultSessionMs;
    this.#logger = settings.logger;
    this.#topic = topicName(options.topic, settings.topicPrefix);
    this.#group = `${settings.topicPrefix ?? ''}${options.group}`;
    this.#member = client.member({
      topic: this.#topic,
      group: this.#group,
      sessionTimeoutMs,
      rebalanceTimeoutMs: settings.rebalanceTimeoutMs ?? Math.max(defaultRebalanceMs, sessionTimeoutMs),
      events: {
        joined: (partitions) => this.#joined(partitions),
        revoked: () => {
          this.#assignment.revoke();
          return this.#delivery.idle();
        },
        batch: (batch, link) => this.#delivery.deliver(batch, link, this.#assignment, this.#handle),
        outOfRange: (partition, offset) => this.#outOfRange(partition, offset),
        answered: () => reachability.answered(),
        unanswered: (error) => reachability.failed(error),
        failed: (cause) =>
          this.#failed.reject(new ConsumerStalled(`the Kafka consumer stopped: ${inWords(cause)}`, { cause })),
      },
    });
    this.#stallWatch = new StallWatch(settings.progressTimeoutMs ?? defaultProgressMs);
    this.#delivery = new BatchDelivery({
      topic: options.topic,
      maxBatch: options.maxBatch ?? 500,
      logger: this.#logger,
      stopped: this.#stopped.signal,
      isPaused: () => this.#paused,
      earliest: async (partition) => (await this.#bounds()).get(partition)?.first ?? 0n,
      seek: (partition, offset) => this.seek(options.topic, partition, offset),
    });
    this.#failed.promise.catch(() => undefined); // awaited by `run`; a failure before that is kept
  }

  async run(handle: HandleBatch): Promise<void> {
    this.#handle = handle;
    const stopped = untilAborted(this.#stopped.signal);
    const progressTimeoutMs = this.parts.settings.progressTimeoutMs ?? defaultProgressMs;
    const watchdog = setInterval(() => void this.#checkProgress(), progressTimeoutMs / 4);
    watchdog.unref();
    try {
      const started = this.#start();
      await Promise.race([stopped, this.#failed.promise, started.then(() => stopped)]);
    } finally {
      clearInterval(watchdog);
      this.#stopped.abort();
      await this.#leave();
    }
  }

  async commit(_topic: Topic, partition: number, nextOffset: bigint): Promise<void> {
    const assignment = this.#assignment;
    const progress = assignment.progress(partition);
    if (!progress || assignment.revoked.aborted) throw this.#lost(partition);
    try {
      await this.#member.commit(partition, nextOffset, assignment.over);
    } catch (error) {
      throw assignment.revoked.aborted ? this.#lost(partition, error) : error;
    }
    progress.committedTo(nextOffset);
  }

  async committed(_topic: Topic, partition: number): Promise<bigint | undefined> {
    const assignment = this.#assignment;
    await assignment.primed;
    return assignment.progress(partition)?.committed;
  }

  seek(_topic: Topic, partition: number, offset: bigint): void {
    this.#assignment.progress(partition)?.contiguity.moveTo(offset);
    this.#member.seek(partition, offset);
  }

  pause(): void {
    this.#paused = true;
    this.#member.pause();
  }

  resume(): void {
    this.#paused = false;
    this.#member.resume();
  }

  async lag(): Promise<readonly PartitionLag[]> {
    const bounds = await this.#bounds();
    const now = Date.now();
    return [...this.#assignment.all].map(([partition, progress]) => {
      const { first, next } = bounds.get(partition) ?? { first: 0n, next: 0n };
      return { topic: this.options.topic, partition, ...progress.lag(first, next, now) };
    });
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    // A client that is told to stop commits no more, so what is in hand is finished first.
    await this.#delivery.idle();
    await this.#leave();
  }

  #lost(partition: number, cause?: unknown): PartitionLost {
    return new PartitionLost(`${this.#topic}/${partition} is no longer this consumer's to commit`, { cause });
  }

  async #start(): Promise<void> {
    const { signal } = this.#stopped;
    try {
      await untilReachable(
        async () => {
          await this.#member.connect();
          await this.#nameLostCommits();
        },
        this.parts.reachability,
        signal,
      );
      await this.#member.run();
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    // A client may go on joining although it was told to leave meanwhile; a member nobody listens to must not hold partitions.
    if (signal.aborted) await this.#member.leave().catch(() => undefined);
  }

  #leave(): Promise<void> {
    this.#left ??= (async () => {
      await this.#delivery.idle();
      const leaving = this.#member.leave().catch((err: unknown) => {
        this.#logger.debug({ err, group: this.#group }, 'leaving the group failed');
      });
      await Promise.race([leaving, sleep(leaveWithinMs, undefined, { ref: false })]);
    })();
    return this.#left;
  }

  async #joined(partitions: readonly number[]): Promise<ReadonlyMap<number, bigint>> {
    this.#assignment.revoke();
    this.parts.reachability.answered();
    const assignment = new Assignment(partitions, (made) => this.#prime(made), this.#stopped.signal);
    this.#assignment = assignment;
    this.#logger.info({ topic: this.#topic, group: this.#group, partitions }, 'joined the consumer group');
    try {
      await assignment.primed;
    } catch (error) {
      if (!assignment.revoked.aborted) this.#failed.reject(error);
      throw error;
    }
    return new Map([...assignment.all].map(([partition, { position }]) => [partition, position]));
  }

  /** Finds out from where each partition is read. */
  async #prime(assignment: Assignment): Promise<void> {
    const signal = assignment.over;
    const read = () => Promise.all([this.#committedOffsets(), this.#bounds()]);
    const [stored, bounds] = await untilReachable(read, this.parts.reachability, signal);
    for (const partition of assignment.partitions) {
      const { first, next } = bounds.get(partition) ?? { first: 0n, next: 0n };
      const offset = stored.get(partition);
      const committed = offset !== undefined && offset <= next ? offset : undefined;
      assignment.note(partition, new PartitionProgress(committed, committed ?? first));
    }
  }

  /**
   * Names commits the log no longer has before the client meets them: kafkajs answers an offset out of range by committing
   * "the beginning" (-2) in its place, and where the member ends before its next batch, nobody knows what was committed.
   */
  async #nameLostCommits(): Promise<void> {
    const [stored, bounds] = await Promise.all([this.#committedOffsets(), this.#bounds()]);
    for (const [partition, committed] of stored) {
      const { first, next } = bounds.get(partition) ?? { first: 0n, next: 0n };
      if (committed > next) this.#nameNewLog(partition, committed, next);
      else if (committed < first) this.#nameDeleted(partition, committed, first);
    }
  }

  #nameDeleted(partition: number, expected: bigint, got: bigint): void {
    sayDeleted(this.#logger, { topic: this.#topic, partition, expected, got, lost: got - expected });
  }

  #nameNewLog(partition: number, committed: bigint, end: bigint): void {
    this.#logger.error(
      { topic: this.#topic, partition, committed: String(committed), end: String(end) },
      'the log ends before what was committed: it was made anew and is read from its beginning (data_gap)',
    );
  }

  /** Says what is missing, and goes on with the first message there is. */
  async #outOfRange(partition: number, offset: bigint): Promise<bigint> {
    const { first, next } = (await this.#bounds()).get(partition) ?? { first: 0n, next: 0n };
    if (offset >= first && offset <= next) return offset;
    if (offset > next) this.#nameNewLog(partition, offset, next);
    else this.#nameDeleted(partition, offset, first);
    this.#assignment.progress(partition)?.contiguity.moveTo(first);
    return first;
  }

  async #committedOffsets(): Promise<ReadonlyMap<number, bigint>> {
    return (await this.parts.admin()).committed(this.#group, this.#topic);
  }

  async #bounds(): Promise<Bounds> {
    return (await this.parts.admin()).bounds(this.#topic);
  }

  async #checkProgress(): Promise<void> {
    if (this.#paused || this.#delivery.isBusy) return this.#stallWatch.reset();
    try {
      const bounds = await this.#bounds();
      this.parts.reachability.answered();
      const positions = [...this.#assignment.all].map(([partition, { position }]) => {
        return { partition, position, end: bounds.get(partition)?.next ?? 0n };
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

function inWords(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
