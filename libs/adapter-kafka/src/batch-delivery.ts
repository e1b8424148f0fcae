import { setTimeout as sleep } from 'node:timers/promises';
import type { Topic } from '@trailhound/contracts';
import type { LogBatch, Logger, LogRecord } from '@trailhound/ports';
import type { Assignment } from './assignment.js';
import type { BatchLink, FetchedBatch } from './client.js';
import { PartitionLost } from './consumer-errors.js';
import { groupError } from './kafka-errors.js';
import type { PartitionProgress } from './partition-progress.js';
import { sayDeleted } from './say-deleted.js';
import { topicSettings } from './topic-settings.js';

/** What a consumer's `run` is given. */
export type HandleBatch = (batch: LogBatch, signal: AbortSignal) => Promise<void>;

export interface BatchDeliveryParts {
  readonly topic: Topic;
  readonly maxBatch: number;
  readonly logger: Logger;
  readonly stopped: AbortSignal;
  readonly isPaused: () => boolean;
  /** The first offset the log still has. */
  readonly earliest: (partition: number) => Promise<bigint>;
  readonly seek: (partition: number, offset: bigint) => void;
}

const retryAfterMs = 1000;
const beatEveryMs = 1000;

/**
 * Brings what a client fetched to the handler: in chunks, without holes, each until it is handled, and with the group kept
 * informed that this member lives, however long that takes.
 */
export class BatchDelivery {
  #busy = 0;
  #idle: (() => void)[] = [];

  constructor(private readonly parts: BatchDeliveryParts) {}

  get isBusy(): boolean {
    return this.#busy > 0;
  }

  /** Resolves when no batch is in hand. */
  async idle(): Promise<void> {
    if (this.#busy > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  async deliver(fetched: FetchedBatch, link: BatchLink, assignment: Assignment, handle: HandleBatch): Promise<void> {
    const { partition, endOffset } = fetched;
    // A client that reads on after its partitions were taken away (kafkajs does, where the answer to its joining was lost)
    // would read for nothing and for good: this makes it join again.
    if (assignment.revoked.aborted && !this.parts.stopped.aborted)
      throw new PartitionLost(`${this.parts.topic}/${partition} was taken away, and nothing was given since`);
    await assignment.primed;
    const progress = assignment.progress(partition);
    if (!progress) return;
    const { maxBatch, topic } = this.parts;
    for (let at = 0; at < fetched.records.length; at += maxBatch) {
      if (this.#isOver(link, assignment)) return;
      const records = await this.#contiguous(progress, partition, fetched.records.slice(at, at + maxBatch));
      const [first, last] = [records?.[0], records?.at(-1)];
      if (!records) return;
      if (!first || !last) continue;
      const next = last.offset + 1n;
      progress.handedOut(next, first.timestampMs);
      const { moves } = progress.contiguity;
      if (!(await this.#untilHandled({ topic, partition, records, endOffset }, link, assignment, handle))) return;
      // The client may have carried out a seek of the handler by now, and so not know of it any more.
      if (progress.contiguity.moves !== moves) return;
      progress.contiguity.moveTo(next);
      link.resolve(next);
      await link.heartbeat();
    }
  }

  /** False when the batch is no longer this member's, or reading goes on elsewhere. */
  async #untilHandled(chunk: LogBatch, link: BatchLink, assignment: Assignment, handle: HandleBatch): Promise<boolean> {
    const signal = assignment.over;
    for (let attempt = 0; ; attempt += 1) {
      const failure = await this.#whileBeating(link, assignment, () => handle(chunk, signal));
      if (this.#isOver(link, assignment)) return false;
      if (failure === undefined) return true;
      const moved = groupError(failure);
      if (moved) throw moved;
      const facts = { err: failure, topic: this.parts.topic, partition: chunk.partition };
      if (attempt === 0) this.parts.logger.warn(facts, 'batch failed; it is tried again until it succeeds');
      else this.parts.logger.debug({ ...facts, attempt }, 'batch failed again');
      await this.#whileBeating(link, assignment, () => this.#untilWorthTrying(signal));
      if (this.#isOver(link, assignment)) return false;
    }
  }

  /** A batch is not tried while its consumer is paused: whoever paused knows that it would fail. */
  async #untilWorthTrying(signal: AbortSignal): Promise<void> {
    do await sleep(retryAfterMs, undefined, { signal }).catch(() => undefined);
    while (this.parts.isPaused() && !signal.aborted);
  }

  /**
   * Does the work with heartbeats beside it and answers its failure. Throws when the group has moved on; a heartbeat that
   * only did not get through says nothing of the group, and the next one may.
   */
  async #whileBeating(link: BatchLink, assignment: Assignment, work: () => Promise<void>): Promise<unknown> {
    let moved: Error | undefined;
    const beat = setInterval(() => {
      link.heartbeat().catch((error: unknown) => {
        moved ??= groupError(error);
        if (moved) assignment.revoke();
      });
    }, beatEveryMs);
    this.#busy += 1;
    let failure: unknown;
    try {
      await work();
    } catch (error) {
      failure = error ?? new Error('the handler rejected without a reason');
    } finally {
      this.#busy -= 1;
      clearInterval(beat);
      if (this.#busy === 0) for (const resolve of this.#idle.splice(0)) resolve();
    }
    if (moved && !this.parts.stopped.aborted) throw moved;
    return failure;
  }

  #isOver(link: BatchLink, assignment: Assignment): boolean {
    return link.isOver() || this.parts.stopped.aborted || assignment.revoked.aborted;
  }

  /** The records of a chunk that are to be handled now; undefined when reading must go on elsewhere. */
  async #contiguous(
    { contiguity }: PartitionProgress,
    partition: number,
    records: readonly LogRecord[],
  ): Promise<readonly LogRecord[] | undefined> {
    const [first, last] = [records[0], records.at(-1)];
    const { expected } = contiguity;
    if (!first || !last || expected === undefined || first.offset === expected) return records;
    const { logger, topic, earliest, seek } = this.parts;
    // Where the broker keeps the latest message a key, holes are what is expected.
    if (isCompacted(topic) && first.offset > expected) return records;
    const verdict = contiguity.judge(first.offset, last.offset, await earliest(partition));
    switch (verdict.kind) {
      case 'continues':
      case 'explained':
        return records;
      case 'overlaps':
        return records.filter(({ offset }) => offset >= verdict.from);
      case 'lost':
        sayDeleted(logger, { topic, partition, expected, got: first.offset, lost: verdict.lost });
        return records;
      case 'jumped':
        logger.error(
          { topic, partition, expected: String(expected), got: String(first.offset) },
          'the client skipped messages; reading them again',
        );
        seek(partition, verdict.seekTo);
        return undefined;
      default:
        return verdict satisfies never;
    }
  }
}

function isCompacted(topic: Topic): boolean {
  return (topicSettings[topic].config['cleanup.policy'] ?? '').includes('compact');
}
