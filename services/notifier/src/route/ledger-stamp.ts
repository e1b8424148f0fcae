import { topics } from '@trailhound/contracts';
import type { CheckpointGuard, CheckpointStore, LogBatch, LogConsumer, RecordLog } from '@trailhound/ports';
import { HoleWatch, type Logger } from '@trailhound/runtime';
import type { NotifierMetrics } from '../notifier-metrics.js';

const scope = 'notifier.alerts';

export interface LedgerStampParts {
  readonly log: RecordLog;
  readonly consumer: LogConsumer;
  readonly checkpoints: CheckpointStore;
  readonly logger: Logger;
  readonly metrics: NotifierMetrics;
}

/** What a batch was found to be covered by. */
export interface Covered {
  readonly stamp: string | undefined;
}

/** Where reading of a partition stands, under one assignment. */
interface Position {
  readonly next: bigint;
  readonly signal: AbortSignal;
  readonly holes: HoleWatch;
}

/**
 * How much of the topic `alerts` the ledger covers, stored beside it and written before the offset is committed. A stamp
 * behind the committed offset means that the store lost its end (failover, an old backup, a new empty server): reading
 * goes back to the stamp, and the journal keeps deliveries that ended from being sent again.
 */
export class LedgerStamp {
  readonly #parts: LedgerStampParts;
  /**
   * Partition → where reading stands: all before it was enqueued, as far as this process knows. Known under one assignment:
   * with the partition every seek is undone, and reading goes on where the log says, not where it was sent.
   */
  readonly #positions = new Map<number, Position>();

  constructor(parts: LedgerStampParts) {
    this.#parts = parts;
  }

  /** Seeks back and answers `rewound` when something before the batch is not in the ledger; the batch must then be let go. */
  async check(batch: LogBatch, signal: AbortSignal): Promise<'rewound' | Covered> {
    const { partition } = batch;
    const { consumer, checkpoints } = this.#parts;
    const known = this.#positions.get(partition);
    const isKnown = known !== undefined && !known.signal.aborted;
    const position = isKnown ? known.next : await consumer.committed(topics.alerts, partition);
    const stamp = await checkpoints.get(scope, String(partition));
    if (position === undefined) return { stamp };
    if (stamp === undefined || BigInt(stamp) < position) {
      await this.#rewind(partition, { position, stamp, signal });
      return 'rewound';
    }
    const found = await this.#moved(partition, position, signal).judge(batch, position);
    if (found.kind !== 'hole') return { stamp };
    const facts = { partition, position: String(position), from: String(found.from) };
    this.#parts.logger.error(facts, 'alerts not yet read were passed over; reading them again');
    this.#parts.metrics.rewound();
    consumer.seek(topics.alerts, partition, found.from);
    return 'rewound';
  }

  /** The batch was in the ledger before, and the ledger lost it. */
  async isReadAgain({ partition, records }: LogBatch): Promise<boolean> {
    const committed = await this.#parts.consumer.committed(topics.alerts, partition);
    const first = records.at(0)?.offset;
    return committed !== undefined && first !== undefined && first < committed;
  }

  /** What holds while the ledger is the one that `check` saw: a batch is written to no other. */
  guard({ partition }: LogBatch, { stamp }: Covered): CheckpointGuard {
    return { scope, key: String(partition), value: stamp };
  }

  /** The ledger was lost since `check` saw it, before the batch was in it. */
  async goBack({ partition, records }: LogBatch, signal: AbortSignal): Promise<void> {
    const stamp = await this.#parts.checkpoints.get(scope, String(partition));
    await this.#rewind(partition, { position: records[0]?.offset ?? 0n, stamp, signal });
  }

  /**
   * The batch is in the ledger. Where the ledger was lost while it was written, the stamp that `check` saw is gone, and
   * reading goes back: this batch is there then, and those before it are not.
   */
  async advance({ partition, records }: LogBatch, { stamp }: Covered, signal: AbortSignal): Promise<void> {
    const { consumer, checkpoints } = this.#parts;
    const next = (records.at(-1)?.offset ?? -1n) + 1n;
    if (!(await checkpoints.replace(scope, String(partition), stamp, String(next)))) {
      const now = await checkpoints.get(scope, String(partition));
      return await this.#rewind(partition, { position: next, stamp: now, signal });
    }
    this.#moved(partition, next, signal);
    const committed = await consumer.committed(topics.alerts, partition);
    // While reading again the offset stays where it was.
    if (committed === undefined || committed < next) await consumer.commit(topics.alerts, partition, next);
  }

  async #rewind(
    partition: number,
    {
      position,
      stamp,
      signal,
    }: { readonly position: bigint; readonly stamp: string | undefined; readonly signal: AbortSignal },
  ): Promise<void> {
    const { log, consumer, checkpoints, logger, metrics } = this.#parts;
    const first = (await log.bounds(topics.alerts)).get(partition)?.first ?? 0n;
    const target = stamp === undefined ? first : BigInt(stamp);
    // From here on the ledger is known to cover nothing after the target, also if this process ends before it got back.
    await checkpoints.set(scope, String(partition), String(target));
    this.#moved(partition, target, signal);
    logger.error(
      { partition, position: String(position), stamp: stamp ?? null, target: String(target) },
      'the ledger is behind the log; reading alerts again',
    );
    metrics.rewound();
    consumer.seek(topics.alerts, partition, target);
  }

  /** What came under an assignment that is over says nothing of the one in force. Answers who watches the partition. */
  #moved(partition: number, next: bigint, signal: AbortSignal): HoleWatch {
    const known = this.#positions.get(partition);
    const isInForce = known !== undefined && !known.signal.aborted;
    const holes = isInForce ? known.holes : new HoleWatch(this.#parts.log);
    if (!isInForce || !signal.aborted) this.#positions.set(partition, { next, signal, holes });
    return holes;
  }
}
