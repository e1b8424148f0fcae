import { topics } from '@trailhound/contracts';
import type { CheckpointStore, LogBatch, LogConsumer } from '@trailhound/ports';
import { createMetrics } from '@trailhound/runtime';
import { testLogger } from '@trailhound/testkit/vitest';
import { describe, expect, it } from 'vitest';
import { notifierMetrics } from '../notifier-metrics.js';
import { LedgerStamp } from './ledger-stamp.js';

const live = new AbortController().signal;

function batchOf(...offsets: readonly bigint[]): LogBatch {
  const record = { key: 'k', value: null, timestampMs: 0, header: () => undefined };
  return {
    topic: topics.alerts,
    partition: 0,
    records: offsets.map((offset) => ({ ...record, offset })),
    endOffset: 99n,
  };
}

/** A ledger that covers what lies before `stamped`, and a log of which `committed` is committed and `oldest` is left. */
function ledgerAt({
  stamped,
  committed,
  oldest = 0n,
}: Readonly<Record<'stamped' | 'committed', bigint>> & { readonly oldest?: bigint }) {
  const calls: string[] = [];
  const values = new Map([['0', String(stamped)]]);
  const checkpoints: CheckpointStore = {
    get: async (_scope, key) => values.get(key),
    set: async (_scope, key, value) => void values.set(key, value),
    async replace(_scope, key, expected, value) {
      if (values.get(key) !== expected) return false;
      values.set(key, value);
      return true;
    },
  };
  const consumer = {
    committed: async () => committed,
    commit: async (_topic, _partition, offset) => void calls.push(`commit ${offset}`),
    seek: (_topic, _partition, offset) => void calls.push(`seek ${offset}`),
  } satisfies Pick<LogConsumer, 'committed' | 'commit' | 'seek'> as unknown as LogConsumer;
  const log = { bounds: async () => new Map([[0, { first: oldest, next: 99n }]]) };
  const metrics = notifierMetrics(createMetrics({ version: 'test' }));
  const parts = { consumer, checkpoints, metrics, logger: testLogger(), log } as unknown as ConstructorParameters<
    typeof LedgerStamp
  >[0];
  return { calls, stamp: new LedgerStamp(parts), covered: () => values.get('0') };
}

describe('the stamp of the ledger', () => {
  it('moves with what is enqueued, and the commit behind it', async () => {
    const { stamp, calls, covered } = ledgerAt({ stamped: 10n, committed: 10n });
    const batch = batchOf(10n, 11n);
    const found = await stamp.check(batch, live);
    if (found === 'rewound') throw new Error('nothing was lost');
    await stamp.advance(batch, found, live);
    expect([covered(), calls]).toEqual(['12', ['commit 12']]);
  });

  it('that is behind what was committed sends reading back to it', async () => {
    const { stamp, calls } = ledgerAt({ stamped: 4n, committed: 10n });
    expect(await stamp.check(batchOf(10n), live)).toBe('rewound');
    expect(calls).toEqual(['seek 4']);
  });

  it('does not move over alerts that were sent back to and never came: reading goes back once more', async () => {
    const { stamp, calls, covered } = ledgerAt({ stamped: 4n, committed: 10n });
    await stamp.check(batchOf(10n), live);
    expect(await stamp.check(batchOf(11n), live)).toBe('rewound');
    expect([calls, covered()]).toEqual([['seek 4', 'seek 4'], '4']);
  });

  it('moves over alerts that are deleted', async () => {
    const { stamp, calls } = ledgerAt({ stamped: 10n, committed: 10n, oldest: 40n });
    expect(await stamp.check(batchOf(40n), live)).toEqual({ stamp: '10' });
    expect(calls).toEqual([]);
  });

  it('is not told by what came under an assignment that is over where reading stands', async () => {
    const { stamp, calls } = ledgerAt({ stamped: 20n, committed: 10n });
    const [before, batch] = [new AbortController(), batchOf(10n)];
    const found = await stamp.check(batch, before.signal);
    if (found === 'rewound') throw new Error('nothing was lost');
    before.abort();
    await stamp.check(batchOf(10n, 11n), live);
    await stamp.advance(batchOf(15n), found, before.signal);
    expect(await stamp.check(batchOf(14n), live)).toBe('rewound');
    expect(calls.at(-1)).toBe('seek 10');
  });
});
