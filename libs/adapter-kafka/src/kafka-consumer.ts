import { setTimeout as sleep } from 'node:timers/promises';
import { type Topic, topicName } from '@trailhound/contracts';
import type { ConsumerOptions, LogBatch, LogConsumer, Logger, LogRecord, PartitionLag } from '@trailhound/ports';
import type { Admin, Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import type { KafkaOptions } from './kafka-options.js';
import { freshProgress, type PartitionProgress } from './partition-progress.js';
import { untilConnected } from './until-connected.js';

/** The client stopped making progress, or stopped for good; the process should end and be started again. */
export class ConsumerStalled extends Error {
  override readonly name = 'ConsumerStalled';
  readonly code = 'LOG_CONSUMER_STALLED';
}

const retryHandleAfterMs = 1000;

/**
 * One member of a consumer group on kafkajs, made safe by two watchdogs: contiguity (a partition is read without holes)
 * and progress (lag without movement ends the consumer). Offsets are committed only when asked to.
 */
export class KafkaLogConsumer implements LogConsumer {
  readonly #consumer: Consumer;
  readonly #topic: string;
  readonly #group: string;
  readonly #partitions = new Map<number, PartitionProgress>();
  readonly #stopped = new AbortController();
  readonly #fail: { reject: (error: Error) => void; promise: Promise<never> };
  #primed: Promise<void> = Promise.resolve();
  #revoked = new AbortController();
  #busy = 0;
  #paused = false;

  constructor(
    kafka: Kafka,
    private readonly admin: () => Promise<Admin>,
    private readonly options: ConsumerOptions,
    private readonly settings: KafkaOptions,
    private readonly logger: Logger,
  ) {
    this.#topic = topicName(options.topic, settings.topicPrefix);
    this.#group = `${settings.topicPrefix ?? ''}${options.group}`;
    this.#consumer = kafka.consumer({
      groupId: this.#group,
      sessionTimeout: settings.sessionTimeoutMs ?? 30_000,
      rebalanceTimeout: settings.rebalanceTimeoutMs ?? 60_000,
      heartbeatInterval: Math.min(3000, (settings.sessionTimeoutMs ?? 30_000) / 4),
      maxWaitTimeInMs: 500,
      maxBytesPerPartition: 512 * 1024,
      allowAutoTopicCreation: false,
      retry: { retries: 60, maxRetryTime: 5000, restartOnFailure: async () => true },
    });
    let reject: (error: Error) => void = () => undefined;
    const promise = new Promise<never>((_, no) => {
      reject = no;
    });
    promise.catch(() => undefined); // awaited by `run`; a failure before that is kept
    this.#fail = { reject, promise };
    this.#watchGroup();
  }

  async run(handle: (batch: LogBatch, signal: AbortSignal) => Promise<void>): Promise<void> {
    await untilConnected(() => this.#consumer.connect(), this.logger, this.#stopped.signal);
    if (this.#stopped.signal.aborted) return;
    await this.#consumer.subscribe({ topic: this.#topic, fromBeginning: true });
    const watchdog = setInterval(() => void this.#checkProgress(), this.#progressTimeoutMs / 4);
    watchdog.unref();
    try {
      await this.#consumer.run({
        autoCommit: false,
        eachBatchAutoResolve: false,
        partitionsConsumedConcurrently: 3,
        eachBatch: (payload) => this.#eachBatch(payload, handle),
      });
      await Promise.race([untilAborted(this.#stopped.signal), this.#fail.promise]);
    } finally {
      clearInterval(watchdog);
      await this.#consumer.disconnect().catch((err: unknown) => this.logger.debug({ err }, 'leaving the group failed'));
    }
  }

  async commit(_topic: Topic, partition: number, nextOffset: bigint): Promise<void> {
    await this.#consumer.commitOffsets([{ topic: this.#topic, partition, offset: String(nextOffset) }]);
    const progress = this.#progress(partition);
    progress.committed = nextOffset;
    progress.movedAtMs = Date.now();
  }

  async committed(_topic: Topic, partition: number): Promise<bigint | undefined> {
    await this.#primed;
    return this.#progress(partition).committed;
  }

  seek(_topic: Topic, partition: number, offset: bigint): void {
    this.#progress(partition).contiguity.moveTo(offset);
    this.#consumer.seek({ topic: this.#topic, partition, offset: String(offset) });
  }

  pause(): void {
    this.#paused = true;
    this.#consumer.pause([{ topic: this.#topic }]);
  }

  resume(): void {
    this.#paused = false;
    for (const progress of this.#partitions.values()) progress.movedAtMs = Date.now();
    this.#consumer.resume([{ topic: this.#topic }]);
  }

  async lag(): Promise<readonly PartitionLag[]> {
    const ends = await (await this.admin()).fetchTopicOffsets(this.#topic);
    const lags: PartitionLag[] = [];
    for (const { partition, low, high } of ends) {
      const progress = this.#partitions.get(partition);
      if (!progress) continue;
      const records = maxOf(BigInt(high) - (progress.committed ?? BigInt(low)), 0n);
      const since = progress.inHandSinceMs ?? progress.lastHandledMs;
      const seconds = records === 0n || since === undefined ? 0 : Math.max(0, (Date.now() - since) / 1000);
      lags.push({ topic: this.options.topic, partition, records, seconds });
    }
    return lags;
  }

  async stop(): Promise<void> {
    this.#stopped.abort();
    this.#revoked.abort();
    await this.#consumer.stop();
  }

  async #eachBatch(
    payload: EachBatchPayload,
    handle: (batch: LogBatch, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    const { batch, isRunning, isStale, resolveOffset } = payload;
    await this.#primed;
    const progress = this.#progress(batch.partition);
    const size = this.options.maxBatch ?? 500;
    for (let at = 0; at < batch.messages.length; at += size) {
      if (!isRunning() || isStale() || this.#stopped.signal.aborted) return;
      const messages = await this.#contiguous(batch.partition, batch.messages.slice(at, at + size));
      const last = messages?.at(-1);
      if (!messages) return;
      if (!last) continue;
      const chunk: LogBatch = {
        topic: this.options.topic,
        partition: batch.partition,
        records: messages.map(logRecord),
        endOffset: BigInt(batch.highWatermark),
      };
      progress.inHandSinceMs = chunk.records[0]?.timestampMs;
      const done = await this.#handleUntilDone(chunk, payload, handle);
      progress.inHandSinceMs = undefined;
      if (!done) return;
      progress.lastHandledMs = Number(last.timestamp);
      progress.movedAtMs = Date.now();
      progress.contiguity.moveTo(BigInt(last.offset) + 1n);
      resolveOffset(last.offset);
    }
  }

  /** False when the batch is no longer this member's, or reading goes on elsewhere. */
  async #handleUntilDone(
    chunk: LogBatch,
    payload: EachBatchPayload,
    handle: (batch: LogBatch, signal: AbortSignal) => Promise<void>,
  ): Promise<boolean> {
    const { heartbeat, isRunning, isStale } = payload;
    for (;;) {
      const signal = AbortSignal.any([this.#revoked.signal, this.#stopped.signal]);
      let lost: unknown;
      const beat = setInterval(() => {
        heartbeat().catch((error: unknown) => {
          lost = error;
          this.#revoked.abort();
        });
      }, 2000);
      this.#busy += 1;
      let failure: unknown;
      try {
        await handle(chunk, signal);
      } catch (error) {
        failure = error;
      } finally {
        this.#busy -= 1;
        clearInterval(beat);
      }
      if (lost !== undefined) throw lost;
      if (!isRunning() || isStale() || this.#stopped.signal.aborted) return false;
      if (failure === undefined) {
        await heartbeat();
        return true;
      }
      if (isGroupError(failure)) throw failure;
      this.logger.warn(
        { err: failure, topic: this.#topic, partition: chunk.partition },
        'batch failed; it is tried again',
      );
      await sleep(retryHandleAfterMs, undefined, { signal }).catch(() => undefined);
      await heartbeat();
    }
  }

  /** The messages of a chunk that are to be handled now; undefined when reading must go on elsewhere. */
  async #contiguous(partition: number, messages: KafkaMessage[]): Promise<KafkaMessage[] | undefined> {
    const [first, last] = [messages[0], messages.at(-1)];
    if (!first || !last) return messages;
    const { contiguity } = this.#progress(partition);
    const expected = contiguity.expected;
    if (expected === undefined || BigInt(first.offset) === expected) return messages;
    const verdict = contiguity.judge(BigInt(first.offset), BigInt(last.offset), await this.#earliest(partition));
    const facts = { topic: this.#topic, partition, expected: String(expected), got: first.offset };
    switch (verdict.kind) {
      case 'continues':
      case 'explained':
        return messages;
      case 'overlaps':
        return messages.filter(({ offset }) => BigInt(offset) >= verdict.from);
      case 'lost':
        this.logger.error(
          { ...facts, lost: String(verdict.lost) },
          'messages were deleted from the log before they were read (data_gap)',
        );
        return messages;
      case 'jumped':
        this.logger.error(facts, 'the client skipped messages; reading them again');
        this.#consumer.seek({ topic: this.#topic, partition, offset: String(verdict.seekTo) });
        return undefined;
      default:
        return verdict satisfies never;
    }
  }

  async #earliest(partition: number): Promise<bigint> {
    const offsets = await (await this.admin()).fetchTopicOffsets(this.#topic);
    return BigInt(offsets.find((entry) => entry.partition === partition)?.low ?? 0);
  }

  #watchGroup(): void {
    const { GROUP_JOIN, REBALANCING, CRASH } = this.#consumer.events;
    this.#consumer.on(REBALANCING, () => this.#revoked.abort());
    this.#consumer.on(GROUP_JOIN, ({ payload }) => {
      this.#revoked = new AbortController();
      this.#primed = this.#prime(payload.memberAssignment[this.#topic] ?? []);
      this.#primed.catch(() => undefined); // whoever awaits it sees the failure and kafkajs tries again
    });
    this.#consumer.on(CRASH, ({ payload: { error, restart } }) => {
      this.#revoked.abort();
      if (restart) this.logger.info({ err: error }, 'the consumer starts again');
      else this.#fail.reject(new ConsumerStalled('the Kafka consumer stopped for good', { cause: error }));
    });
  }

  /** Reads the committed offsets of what this member was given, and makes a hole before them loud. */
  async #prime(partitions: readonly number[]): Promise<void> {
    const admin = await this.admin();
    const [stored] = await admin.fetchOffsets({ groupId: this.#group, topics: [this.#topic] });
    this.#partitions.clear();
    for (const partition of partitions) {
      const offset = BigInt(stored?.partitions.find((entry) => entry.partition === partition)?.offset ?? -1);
      this.#partitions.set(partition, freshProgress(offset < 0n ? undefined : offset, Date.now()));
    }
    if (this.#paused) this.#consumer.pause([{ topic: this.#topic }]);
    this.logger.info({ topic: this.#topic, group: this.#group, partitions }, 'joined the consumer group');
  }

  async #checkProgress(): Promise<void> {
    if (this.#paused || this.#busy > 0) return;
    const lags = await this.lag().catch(() => []); // brokers that do not answer are no stall of this client
    const stalled = lags.find(
      ({ partition, records }) =>
        records > 0n && Date.now() - this.#progress(partition).movedAtMs > this.#progressTimeoutMs,
    );
    if (!stalled || this.#paused || this.#busy > 0) return;
    this.#fail.reject(
      new ConsumerStalled(
        `no progress on ${this.#topic}/${stalled.partition} for ${this.#progressTimeoutMs} ms with ${stalled.records} messages waiting`,
      ),
    );
  }

  get #progressTimeoutMs(): number {
    return this.settings.progressTimeoutMs ?? 60_000;
  }

  #progress(partition: number): PartitionProgress {
    const known = this.#partitions.get(partition);
    if (known) return known;
    const fresh = freshProgress(undefined, Date.now());
    this.#partitions.set(partition, fresh);
    return fresh;
  }
}

function logRecord({ key, value, headers, offset, timestamp }: KafkaMessage): LogRecord {
  const text: Record<string, string> = {};
  for (const [name, header] of Object.entries(headers ?? {})) if (header !== undefined) text[name] = String(header);
  return { key: key?.toString() ?? '', value, headers: text, offset: BigInt(offset), timestampMs: Number(timestamp) };
}

const groupErrors = new Set([
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'NOT_COORDINATOR_FOR_GROUP',
  'FENCED_INSTANCE_ID',
]);

/** Errors by which the broker says that this member must join again; kafkajs does so when they reach it. */
function isGroupError(error: unknown): boolean {
  return error instanceof Error && 'type' in error && typeof error.type === 'string' && groupErrors.has(error.type);
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function maxOf(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
