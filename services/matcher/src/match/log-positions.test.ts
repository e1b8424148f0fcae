import type { LogBatch, LogConsumer } from '@trailhound/ports';
import { describe, expect, it } from 'vitest';
import { createLogPositions, type LogPositions } from './log-positions.js';

function batchOf(...offsets: bigint[]): LogBatch {
  const records = offsets.map((offset) => ({
    ...{ offset, key: 'k', value: null, timestampMs: 0 },
    header: () => undefined,
  }));
  return { topic: 'cloudtrail.records', partition: 0, records, endOffset: 1_000n };
}

function consumerAt(start: bigint | undefined) {
  const calls: string[] = [];
  let committed = start;
  const consumer: LogConsumer = {
    run: async () => {},
    commit: async (_topic, _partition, offset) => void calls.push(`commit ${offset}`),
    committed: async () => committed,
    seek: (_topic, _partition, offset) => void calls.push(`seek ${offset}`),
    pause: () => {},
    resume: () => {},
    lag: async () => [],
    stop: async () => {},
  };
  const othersCommit = (offset: bigint) => {
    committed = offset;
  };
  return { calls, othersCommit, positions: createLogPositions(consumer) };
}

/** Takes a batch up, as one that has effects on the state, and answers what the state store is told. */
async function span(positions: LogPositions, batch: LogBatch) {
  const { position, gap } = await positions.take(batch);
  return { ...position.span((batch.records.at(-1)?.offset ?? 0n) + 1n), gap };
}

async function handle(positions: LogPositions, batch: LogBatch) {
  const { position } = await positions.take(batch);
  position.advance((batch.records.at(-1)?.offset ?? 0n) + 1n);
  return position;
}

async function settle(positions: LogPositions, batch: LogBatch) {
  const position = await handle(positions, batch);
  if (position.isStampBehind) position.stamped(position.handled);
  await position.commit();
  return position;
}

describe('log positions', () => {
  it('begin where nothing was committed', async () => {
    const { positions } = consumerAt(undefined);
    expect(await span(positions, batchOf(7n, 8n))).toEqual({ from: 7n, to: 9n, first: true, gap: 0n });
  });

  it('take offsets without a message for read, so that they do not look like lost state', async () => {
    const { positions } = consumerAt(10n);
    const first = batchOf(12n, 13n);
    expect(await span(positions, first)).toEqual({ from: 10n, to: 14n, first: false, gap: 2n });
    await settle(positions, first);
    expect(await span(positions, batchOf(17n))).toEqual({ from: 14n, to: 18n, first: false, gap: 3n });
  });

  it('tell the state store of everything since its last move, however many batches had nothing for it', async () => {
    const { positions, calls } = consumerAt(10n);
    for (const quiet of [batchOf(10n, 11n), batchOf(12n), batchOf(13n, 14n)]) {
      const position = await handle(positions, quiet);
      expect([position.isStampBehind, position.isCommitBehind]).toEqual([true, true]);
    }
    expect(calls).toEqual([]);
    expect(await span(positions, batchOf(15n))).toEqual({ from: 10n, to: 16n, first: false, gap: 0n });
    const position = await settle(positions, batchOf(15n));
    expect([position.isStampBehind, position.isCommitBehind]).toEqual([false, false]);
    expect(calls).toEqual(['commit 16']);
  });

  it('take a missing stamp for a beginning no longer than until it was first moved, also before a commit', async () => {
    const { positions } = consumerAt(undefined);
    const position = await handle(positions, batchOf(0n));
    position.stamped(position.handled);
    expect((await span(positions, batchOf(1n))).first).toBe(false);
  });

  it('let the stamp follow alerts, not counts, where records are read again that were committed', async () => {
    const { positions } = consumerAt(10n);
    const { position } = await positions.take(batchOf(10n));
    expect(position.stampWithCounts(11n)).toBe(11n);
    position.seek(4n, false);
    const again = await positions.take(batchOf(4n, 5n));
    expect(again.position.stampWithCounts(6n)).toBe(4n);
    position.advance(6n);
    expect(position.isStampBehind).toBe(true);
    position.stamped(6n);
    position.seek(10n, false);
    expect(position.stampWithCounts(11n)).toBe(11n);
  });

  it('take what another member committed in between for read, not for passed over', async () => {
    const { positions, othersCommit } = consumerAt(10n);
    await settle(positions, batchOf(10n, 11n));
    othersCommit(40n);
    expect(await span(positions, batchOf(40n, 41n))).toEqual({ from: 40n, to: 42n, first: false, gap: 0n });
  });

  it('still see offsets without a message while records are read again', async () => {
    const { positions } = consumerAt(10n);
    const { position } = await positions.take(batchOf(10n));
    position.seek(4n, false);
    await settle(positions, batchOf(4n));
    expect(await span(positions, batchOf(7n))).toEqual({ from: 5n, to: 8n, first: false, gap: 2n });
  });

  it('go back with a batch that comes again', async () => {
    const { positions, calls } = consumerAt(10n);
    const position = await handle(positions, batchOf(10n, 11n, 12n));
    position.stamped(13n);
    expect(await span(positions, batchOf(11n, 12n))).toEqual({ from: 11n, to: 13n, first: false, gap: 0n });
    await settle(positions, batchOf(11n, 12n));
    expect(calls).toEqual(['commit 13']);
  });

  it('never move a commit back while records are read again', async () => {
    const { positions, calls } = consumerAt(10n);
    const { position } = await positions.take(batchOf(10n));
    position.seek(4n, false);
    for (const again of [batchOf(4n, 5n), batchOf(6n, 7n, 8n, 9n), batchOf(10n, 11n)]) {
      expect((await span(positions, again)).gap).toBe(0n);
      await settle(positions, again);
    }
    expect(calls).toEqual(['seek 4', 'commit 12']);
  });

  it('take missing state for a beginning once, after it was rebuilt on purpose', async () => {
    const { positions } = consumerAt(10n);
    const { position } = await positions.take(batchOf(10n));
    expect(position.span(11n).first).toBe(false);
    position.seek(2n, true);
    const rebuilding = batchOf(2n);
    expect(await span(positions, rebuilding)).toEqual({ from: 2n, to: 3n, first: true, gap: 0n });
    await settle(positions, rebuilding);
    expect((await span(positions, batchOf(3n))).first).toBe(false);
  });

  it('are asked of the log again after a partition was away', async () => {
    const { positions } = consumerAt(10n);
    await handle(positions, batchOf(10n, 11n));
    positions.forget(0);
    expect(await span(positions, batchOf(10n))).toMatchObject({ from: 10n, gap: 0n });
  });
});
