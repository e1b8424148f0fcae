import type { LogBatch, LogConsumer } from '@trailhound/ports';
import { describe, expect, it } from 'vitest';
import { type LogPosition, openPosition } from './log-positions.js';

function batchOf(...offsets: bigint[]): LogBatch {
  const records = offsets.map((offset) => ({
    ...{ offset, key: 'k', value: null, timestampMs: 0 },
    header: () => undefined,
  }));
  return { topic: 'cloudtrail.records', partition: 0, records, endOffset: 1_000n };
}

function consumerAt(start: bigint | undefined) {
  const calls: string[] = [];
  const consumer: LogConsumer = {
    run: async () => {},
    commit: async (_topic, _partition, offset) => void calls.push(`commit ${offset}`),
    committed: async () => start,
    seek: (_topic, _partition, offset) => void calls.push(`seek ${offset}`),
    pause: () => {},
    resume: () => {},
    lag: async () => [],
    stop: async () => {},
  };
  return { calls, at: (batch: LogBatch) => openPosition(consumer, batch) };
}

const endOf = ({ records }: LogBatch) => (records.at(-1)?.offset ?? 0n) + 1n;

/** Takes a batch up, as one that has effects on the state, and answers what the state store is told. */
function span(position: LogPosition, batch: LogBatch) {
  position.startAt(batch.records[0]?.offset ?? 0n);
  return position.spanCounted(endOf(batch));
}

function handle(position: LogPosition, batch: LogBatch) {
  position.startAt(batch.records[0]?.offset ?? 0n);
  position.advance(endOf(batch));
}

async function settle(position: LogPosition, batch: LogBatch) {
  handle(position, batch);
  if (position.isStampBehind) position.told(position.spanHandled());
  await position.commit();
}

describe('log positions', () => {
  it('begin where nothing was committed', async () => {
    const batch = batchOf(7n, 8n);
    const position = await consumerAt(undefined).at(batch);
    expect(span(position, batch)).toEqual({ from: 7n, to: 9n, first: true });
  });

  it('take offsets without a message for read, so that they do not look like lost state', async () => {
    const first = batchOf(12n, 13n);
    const position = await consumerAt(10n).at(first);
    expect(span(position, first)).toEqual({ from: 10n, to: 14n, first: false });
    await settle(position, first);
    expect(span(position, batchOf(17n))).toEqual({ from: 14n, to: 18n, first: false });
  });

  it('tell the state store of everything since its last move, however many batches had nothing for it', async () => {
    const { at, calls } = consumerAt(10n);
    const position = await at(batchOf(10n, 11n));
    for (const quiet of [batchOf(10n, 11n), batchOf(12n), batchOf(13n, 14n)]) {
      handle(position, quiet);
      expect([position.isStampBehind, position.isCommitBehind]).toEqual([true, true]);
    }
    expect(calls).toEqual([]);
    expect(span(position, batchOf(15n))).toEqual({ from: 10n, to: 16n, first: false });
    await settle(position, batchOf(15n));
    expect([position.isStampBehind, position.isCommitBehind]).toEqual([false, false]);
    expect(calls).toEqual(['commit 16']);
  });

  it('take a missing stamp for a beginning no longer than until it was first moved, also before a commit', async () => {
    const position = await consumerAt(undefined).at(batchOf(0n));
    handle(position, batchOf(0n));
    position.told(position.spanHandled());
    expect(span(position, batchOf(1n)).first).toBe(false);
  });

  it('let the stamp follow alerts, not counts, where records are read again that were committed', async () => {
    const position = await consumerAt(10n).at(batchOf(10n));
    expect(span(position, batchOf(10n))).toEqual({ from: 10n, to: 11n, first: false });
    position.seek(4n, false);
    const first = span(position, batchOf(4n, 5n));
    expect(first).toEqual({ from: 4n, to: 4n, counted: { from: 4n, to: 6n }, first: false });
    position.told(first);
    position.advance(6n);
    expect(span(position, batchOf(6n))).toMatchObject({ to: 4n, counted: { from: 6n, to: 7n } });
    handle(position, batchOf(6n));
    expect(position.isStampBehind).toBe(true);
    expect(position.spanHandled()).toEqual({ from: 4n, to: 7n, counted: { from: 6n, to: 7n }, first: false });
    position.told(position.spanHandled());
    position.seek(10n, false);
    expect(span(position, batchOf(10n))).toEqual({ from: 10n, to: 11n, first: false });
  });

  it('find out that the state store lost its end, but not that it never had anything', async () => {
    const known = await consumerAt(10n).at(batchOf(10n));
    expect([undefined, 9n, 10n, 11n].map((stamp) => known.isLost(stamp))).toEqual([true, true, false, false]);
    const fresh = await consumerAt(undefined).at(batchOf(0n));
    expect(fresh.isLost(undefined)).toBe(false);
    fresh.seek(0n, true);
    expect(fresh.isLost(undefined)).toBe(false);
  });

  it('go back with a batch that comes again', async () => {
    const { at, calls } = consumerAt(10n);
    const position = await at(batchOf(10n));
    handle(position, batchOf(10n, 11n, 12n));
    position.told(position.spanHandled());
    expect(span(position, batchOf(11n, 12n))).toEqual({ from: 11n, to: 13n, first: false });
    await settle(position, batchOf(11n, 12n));
    expect(calls).toEqual(['commit 13']);
  });

  it('never move a commit back while records are read again', async () => {
    const { at, calls } = consumerAt(10n);
    const position = await at(batchOf(10n));
    position.seek(4n, false);
    for (const again of [batchOf(4n, 5n), batchOf(6n, 7n, 8n, 9n), batchOf(10n, 11n)]) await settle(position, again);
    expect(calls).toEqual(['seek 4', 'commit 12']);
  });

  it('take missing state for a beginning once, after it was rebuilt on purpose', async () => {
    const position = await consumerAt(10n).at(batchOf(10n));
    expect(position.spanCounted(11n).first).toBe(false);
    position.seek(2n, true);
    const rebuilding = batchOf(2n);
    expect(span(position, rebuilding)).toMatchObject({ from: 2n, to: 2n, counted: { from: 2n, to: 3n }, first: true });
    await settle(position, rebuilding);
    expect(span(position, batchOf(3n)).first).toBe(false);
  });

  it('read on elsewhere without a word on what is handled or stamped', async () => {
    const { at, calls } = consumerAt(10n);
    const position = await at(batchOf(10n));
    handle(position, batchOf(10n, 11n));
    position.readFrom(12n);
    expect([calls, position.handled, position.spanCounted(13n)]).toEqual([
      ['seek 12'],
      12n,
      { from: 10n, to: 13n, first: false },
    ]);
  });
});
