import { topics } from '@trailhound/contracts';
import type { CheckpointStore, Clock, RecordLog } from '@trailhound/ports';
import { failpoint, failpointDuring } from '@trailhound/runtime';
import type { ActivityTracker } from '../completeness/activity-tracker.js';
import type { InputItem, RecordItem, RejectedItem } from '../read/read-input.js';
import { eachOf } from '../sources/each-of.js';
import type { Input, Source } from '../sources/source.js';
import type { CollectorMetrics } from './collector-metrics.js';
import { quarantineMessage } from './messages.js';
import { publishRecords } from './publish-records.js';
import { type CollectorSummary, Tally } from './summary.js';
import { untilAborted } from './until-aborted.js';

/** As pino's: facts first, then a constant message. */
export interface CollectorLogger {
  debug(facts: object, message: string): void;
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
}

export interface CollectorOptions {
  readonly sources: readonly Source[];
  readonly log: RecordLog;
  readonly checkpoints: CheckpointStore;
  readonly metrics: CollectorMetrics;
  readonly logger: CollectorLogger;
  readonly clock: Clock;
  /** Keeps account of what came from where and when; absent where nobody asks for it. */
  readonly activity?: ActivityTracker;
}

export interface Collector {
  /**
   * Works all sources, side by side, to their end or until the signal aborts, and answers what it did. No more than a few
   * batches of an input are read before they are durable, and it is remembered as done only after its last one: a crash
   * at any moment repeats records (with equal uids), it loses none. A record the log refuses for good is
   * quarantined like one that cannot be read. Rejects when the log or the checkpoints do.
   */
  run(signal: AbortSignal): Promise<CollectorSummary>;
}

/** Of one input, read and not durable yet: what fills two sends, one on its way and one that waits. */
const maxBytesUnderWay = 2 << 20;
/** Clocks differ; a record of the further future is carried and counted. */
const maxAheadMs = 24 * 60 * 60 * 1000;

export function createCollector(options: CollectorOptions): Collector {
  return {
    async run(signal) {
      const tally = new Tally();
      const stop = new AbortController();
      const either = AbortSignal.any([signal, stop.signal]);
      const works = options.sources.map((source) => new SourceRun(options, source, tally).work(either));
      try {
        await Promise.all(works);
      } catch (error) {
        stop.abort();
        await Promise.allSettled(works);
        throw error;
      }
      await options.activity?.flush();
      return tally.summary(!signal.aborted);
    },
  };
}

/** What became of one batch of an input. */
interface BatchOutcome {
  readonly records: number;
  readonly quarantined: number;
  /** Why the rest of the input cannot be read. */
  readonly unreadable?: string;
}

class SourceRun {
  readonly #options: CollectorOptions;
  readonly #source: Source;
  readonly #tally: Tally;

  constructor(options: CollectorOptions, source: Source, tally: Tally) {
    this.#options = options;
    this.#source = source;
    this.#tally = tally;
  }

  async work(signal: AbortSignal): Promise<void> {
    const inputs = this.#source.inputs(signal, this.#options.checkpoints);
    await eachOf(untilAborted(inputs, signal), this.#source.concurrency ?? 1, async (input) => {
      if ('unreadable' in input) this.#noteUnreadable(input.name, input.unreadable);
      else await this.#collect(input, signal);
    });
  }

  async #collect(input: Input, signal: AbortSignal): Promise<void> {
    const { checkpoints, metrics } = this.#options;
    const { checkpoint } = input;
    if (checkpoint !== undefined && (await checkpoints.get(checkpoint.scope, checkpoint.key)) === checkpoint.value) {
      this.#tally.knownInputs++;
      metrics.input(this.#source.kind, 'known');
      return;
    }
    await failpoint('C1');
    let unreadable: string | undefined;
    let records = 0;
    let quarantined = 0;
    // Pieces are read and split while those before are on their way to the log, which keeps them in order and sends what
    // waits together. Zlib's pieces are small: one at a time would fill no send.
    const underWay: { readonly outcome: Promise<BatchOutcome>; readonly bytes: number }[] = [];
    let bytesUnderWay = 0;
    const settleFirst = async () => {
      const first = underWay.shift();
      const came = await first?.outcome;
      bytesUnderWay -= first?.bytes ?? 0;
      unreadable = came?.unreadable ?? unreadable;
      records += came?.records ?? 0;
      quarantined += came?.quarantined ?? 0;
    };
    for await (const items of untilAborted(input.read(), signal)) {
      const outcome = this.#publish(input, items);
      outcome.catch(() => undefined); // met where it is waited for
      const bytes = bytesOf(items);
      underWay.push({ outcome, bytes });
      bytesUnderWay += bytes;
      while (underWay.length > 1 && bytesUnderWay > maxBytesUnderWay) await settleFirst();
      await failpoint('C2');
    }
    while (underWay.length > 0) await settleFirst();
    if (signal.aborted) return;
    if (unreadable !== undefined) return input.settle?.({ kind: 'unreadable', message: unreadable });
    await this.#options.activity?.settle();
    await failpoint('C3');
    if (checkpoint !== undefined) await checkpoints.set(checkpoint.scope, checkpoint.key, checkpoint.value);
    await input.settle?.({ kind: 'collected' });
    this.#tally.inputs++;
    metrics.input(this.#source.kind, 'read');
    this.#logRead({ source: this.#source.kind, input: input.name, records, quarantined });
  }

  #logRead(facts: { readonly source: string; readonly input: string; records: number; quarantined: number }): void {
    if (facts.quarantined > 0) this.#options.logger.warn(facts, 'input read, not all of it could be understood');
    else if (facts.records > 0) this.#options.logger.info(facts, 'input read');
    else this.#options.logger.debug(facts, 'input read, no records in it');
  }

  /** Publishes a batch, sets aside what is none or is refused, and then counts it. */
  async #publish(input: Input, items: readonly InputItem[]): Promise<BatchOutcome> {
    const { log, clock, logger } = this.#options;
    const records = items.filter((item): item is RecordItem => item.kind === 'record');
    const rejected = items.filter((item): item is RejectedItem => item.kind === 'rejected');
    let unreadable: string | undefined;
    for (const item of items) {
      if (item.kind !== 'unreadable') continue;
      unreadable = item.message;
      // A source that is told what became of its inputs says so itself, and tries them again.
      if (input.settle) this.#options.metrics.input(this.#source.kind, 'unreadable');
      else this.#noteUnreadable(item.input, item.message);
    }
    const work = () => publishRecords(log, this.#source, input, records);
    const { taken, refused } = records.length > 0 ? await failpointDuring('C4', work) : await work();
    for (const { uid, index } of taken) logger.debug({ uid, input: input.name, index }, 'record published');
    rejected.push(...refused);
    const entries = rejected.map((item) => quarantineMessage(input.name, item, clock.now()));
    if (entries.length > 0) await log.publish(topics.quarantine, entries);
    this.#options.activity?.see(this.#source.kind, input, taken);
    this.#count(taken, rejected, items);
    return {
      records: taken.length,
      quarantined: rejected.length,
      ...(unreadable !== undefined && { unreadable }),
    };
  }

  #count(records: readonly RecordItem[], rejected: readonly RejectedItem[], items: readonly InputItem[]): void {
    const { metrics, clock } = this.#options;
    const latestMs = clock.now() + maxAheadMs;
    let bytes = 0;
    for (const item of records) {
      bytes += item.bytes.length;
      if (item.hasDuplicateMembers) metrics.irregular('duplicate_member');
      if (item.uidSynthesised) metrics.irregular('synthesised_uid');
      if (item.eventTimeMs > latestMs) metrics.irregular('future_event_time');
    }
    if (records.length > 0) metrics.collected(this.#source.kind, records.length, bytes);
    this.#tally.records += records.length;
    this.#tally.bytes += bytes;
    for (const { reason } of rejected) {
      metrics.quarantined(reason);
      this.#tally.quarantine(reason);
    }
    for (const item of items) {
      if (item.kind !== 'skipped') continue;
      metrics.skipped(item.reason);
      this.#tally.skip(item.reason);
    }
  }

  #noteUnreadable(input: string, message: string): void {
    this.#tally.unreadable.push({ input, message });
    this.#options.metrics.input(this.#source.kind, 'unreadable');
    this.#options.logger.warn({ source: this.#source.kind, input, reason: message }, 'input cannot be read');
  }
}

function bytesOf(items: readonly InputItem[]): number {
  let bytes = 0;
  for (const item of items) if (item.kind === 'record') bytes += item.bytes.length;
  return bytes;
}
