import type { LogBatch, LogConsumer } from '@trailhound/ports';
import { describe, expect, it } from 'vitest';
import { createLogPositions } from './log-positions.js';

function batchOf(...offsets: bigint[]): LogBatch {
  const records = offsets.map((offset) => ({ offset, key: 'k', value: null, headers: {}, timestampMs: 0 }));
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

describe('log positions', () => {
  it('begin where nothing was committed', async () => {
    const { positions } = consumerAt(undefined);
    expect(await positions.span(batchOf(7n, 8n))).toEqual({ from: 7n, to: 9n, first: true, gap: 0n });
  });

  it('take offsets without a message for read, so that they do not look like lost state', async () => {
    const { positions } = consumerAt(10n);
    const first = batchOf(12n, 13n);
    const span = await positions.span(first);
    expect(span).toEqual({ from: 10n, to: 14n, first: false, gap: 2n });
    await positions.commit(first, span);
    expect(await positions.span(batchOf(17n))).toEqual({ from: 14n, to: 18n, first: false, gap: 3n });
  });

  it('take what another member committed in between for read, not for passed over', async () => {
    const { positions, othersCommit } = consumerAt(10n);
    const mine = batchOf(10n, 11n);
    await positions.commit(mine, await positions.span(mine));
    othersCommit(40n);
    expect(await positions.span(batchOf(40n, 41n))).toEqual({ from: 40n, to: 42n, first: false, gap: 0n });
  });

  it('still see offsets without a message while records are read again', async () => {
    const { positions } = consumerAt(10n);
    await positions.span(batchOf(10n));
    positions.seek(batchOf(10n), 4n, false);
    const again = batchOf(4n);
    await positions.commit(again, await positions.span(again));
    expect(await positions.span(batchOf(7n))).toEqual({ from: 5n, to: 8n, first: false, gap: 2n });
  });

  it('never move a commit back while records are read again', async () => {
    const { positions, calls } = consumerAt(10n);
    await positions.span(batchOf(10n));
    positions.seek(batchOf(10n), 4n, false);
    for (const again of [batchOf(4n, 5n), batchOf(6n, 7n, 8n, 9n), batchOf(10n, 11n)]) {
      const span = await positions.span(again);
      expect(span.gap).toBe(0n);
      await positions.commit(again, span);
    }
    expect(calls).toEqual(['seek 4', 'commit 12']);
  });

  it('take missing state for a beginning once, after it was rebuilt on purpose', async () => {
    const { positions } = consumerAt(10n);
    expect((await positions.span(batchOf(10n))).first).toBe(false);
    positions.seek(batchOf(10n), 2n, true);
    const rebuilding = batchOf(2n);
    const span = await positions.span(rebuilding);
    expect(span).toEqual({ from: 2n, to: 3n, first: true, gap: 0n });
    await positions.commit(rebuilding, span);
    expect((await positions.span(batchOf(3n))).first).toBe(false);
  });

  it('are asked of the log again after a partition was away', async () => {
    const { positions } = consumerAt(10n);
    const mine = batchOf(10n, 11n);
    await positions.commit(mine, await positions.span(mine));
    positions.forget(mine);
    expect(await positions.span(batchOf(10n))).toMatchObject({ from: 10n, gap: 0n });
  });
});
