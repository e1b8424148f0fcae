import { topics } from '@trailhound/contracts';
import type { CheckpointStore, LogBatch, LogConsumer, RecordLog } from '@trailhound/ports';
import type { Logger } from '@trailhound/runtime';
import type { NotifierMetrics } from '../notifier-metrics.js';

const scope = 'notifier.alerts';

export interface LedgerStampParts {
  readonly log: RecordLog;
  readonly consumer: LogConsumer;
  readonly checkpoints: CheckpointStore;
  readonly logger: Logger;
  readonly metrics: NotifierMetrics;
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
  readonly #positions = new Map<number, { readonly next: bigint; readonly signal: AbortSignal }>();

  constructor(parts: LedgerStampParts) {
    this.#parts = parts;
  }

  /** Seeks back and answers `rewound` when the ledger lacks something before the batch; the batch must then be let go. */
  async check({ partition }: LogBatch, signal: AbortSignal): Promise<'covered' | 'rewound'> {
    const { log, consumer, checkpoints, logger, metrics } = this.#parts;
    const known = this.#positions.get(partition);
    const isKnown = known !== undefined && !known.signal.aborted;
    const position = isKnown ? known.next : await consumer.committed(topics.alerts, partition);
    const text = await checkpoints.get(scope, String(partition));
    const stamp = text === undefined ? undefined : BigInt(text);
    if (position === undefined || (stamp !== undefined && stamp >= position)) return 'covered';
    const target = stamp ?? (await log.bounds(topics.alerts)).get(partition)?.first ?? 0n;
    // From here on the ledger is known to cover nothing after the target, also if this process ends before it got back.
    await checkpoints.set(scope, String(partition), String(target));
    this.#positions.set(partition, { next: target, signal });
    logger.error(
      { partition, position: String(position), stamp: text ?? null, target: String(target) },
      'the ledger is behind the log; reading alerts again',
    );
    metrics.rewound();
    consumer.seek(topics.alerts, partition, target);
    return 'rewound';
  }

  /** The batch was in the ledger before, and the ledger lost it. */
  async isReadAgain({ partition, records }: LogBatch): Promise<boolean> {
    const committed = await this.#parts.consumer.committed(topics.alerts, partition);
    const first = records.at(0)?.offset;
    return committed !== undefined && first !== undefined && first < committed;
  }

  /** The batch is in the ledger. */
  async advance({ partition, records }: LogBatch, signal: AbortSignal): Promise<void> {
    const { consumer, checkpoints } = this.#parts;
    const next = (records.at(-1)?.offset ?? -1n) + 1n;
    await checkpoints.set(scope, String(partition), String(next));
    this.#positions.set(partition, { next, signal });
    const committed = await consumer.committed(topics.alerts, partition);
    // While reading again the offset stays where it was.
    if (committed === undefined || committed < next) await consumer.commit(topics.alerts, partition, next);
  }
}
