import type { LogBatch, LogConsumer } from '@trailhound/ports';

/** What part of a partition a batch stands for. */
export interface BatchSpan {
  /** Everything before it was handled, or the stamp of the state covers it. */
  readonly from: bigint;
  readonly to: bigint;
  /** State that knows nothing of the partition is new here, not lost. */
  readonly first: boolean;
  /** Offsets between where reading stood and the first record: deleted before they were read, or never messages. */
  readonly gap: bigint;
}

/**
 * Where reading stands in each partition. A batch stands for everything since the last one, so that offsets which hold no
 * message (control records, retention) do not look like lost state.
 */
export interface LogPositions {
  span(batch: LogBatch): Promise<BatchSpan>;
  /** The batch is handled: commits, unless an earlier run committed further already. A replay never moves that back. */
  commit(batch: LogBatch, span: BatchSpan): Promise<void>;
  /** Reads on at `offset`. `rebuilt`: the state is empty on purpose, so its missing stamp is a beginning. */
  seek(batch: LogBatch, offset: bigint, rebuilt: boolean): void;
  /** The partition went to another member: ask the log anew should it come back. */
  forget(batch: LogBatch): void;
}

interface Position {
  next: bigint;
  committed: bigint | undefined;
  rebuilt: boolean;
}

export function createLogPositions(consumer: LogConsumer): LogPositions {
  const positions = new Map<number, Position>();

  async function positionOf({ topic, partition }: LogBatch, first: bigint): Promise<Position> {
    const known = positions.get(partition);
    if (known !== undefined) return known;
    const committed = await consumer.committed(topic, partition);
    const position = { next: committed ?? first, committed, rebuilt: false };
    positions.set(partition, position);
    return position;
  }

  return {
    async span(batch) {
      const first = batch.records.at(0)?.offset ?? batch.endOffset;
      const last = batch.records.at(-1)?.offset ?? first - 1n;
      const position = await positionOf(batch, first);
      // The partition may have been another member's in between: what it committed was handled, not passed over.
      if (first > position.next) {
        const committed = await consumer.committed(batch.topic, batch.partition);
        if (committed !== undefined && committed > (position.committed ?? -1n)) {
          position.committed = committed;
          position.next = committed;
        }
      }
      const isBehind = first < position.next;
      const from = isBehind ? first : position.next;
      return {
        from,
        to: last + 1n,
        first: position.committed === undefined || position.rebuilt,
        gap: first - from,
      };
    },
    async commit(batch, span) {
      const position = await positionOf(batch, span.from);
      if (position.committed === undefined || span.to > position.committed) {
        await consumer.commit(batch.topic, batch.partition, span.to);
        position.committed = span.to;
      }
      position.next = span.to;
      position.rebuilt = false;
    },
    seek(batch, offset, rebuilt) {
      const position = positions.get(batch.partition);
      if (position !== undefined) {
        position.next = offset;
        position.rebuilt = rebuilt;
      }
      consumer.seek(batch.topic, batch.partition, offset);
    },
    forget({ partition }) {
      positions.delete(partition);
    },
  };
}
