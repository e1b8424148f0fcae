import type { LogBatch } from '@trailhound/ports';
import { describe, expect, it } from 'vitest';
import { HoleWatch } from './hole-watch.js';

function batchFrom(offset: bigint): LogBatch {
  const record = { offset, key: 'k', value: null, timestampMs: 0, header: () => undefined };
  return { topic: 'cloudtrail.records', partition: 2, records: [record], endOffset: 1_000n };
}

/** A watch over a log whose oldest message has this offset. */
function watchOver(oldest: bigint): HoleWatch {
  return new HoleWatch({ bounds: async () => new Map([[2, { first: oldest, next: 1_000n }]]) });
}

describe('a batch that begins', () => {
  it.each([10n, 7n])('where reading stands or before it, at %s, continues', async (offset) => {
    expect(await watchOver(0n).judge(batchFrom(offset), 10n)).toEqual({ kind: 'continues' });
  });

  it('after what the log still has leaves a hole, and reading goes back to where it stood', async () => {
    expect(await watchOver(0n).judge(batchFrom(50n), 10n)).toEqual({ kind: 'hole', from: 10n });
  });

  it('after what was deleted goes on, and says how much is gone', async () => {
    expect(await watchOver(50n).judge(batchFrom(50n), 10n)).toEqual({ kind: 'passed-over', offsets: 40n });
  });

  it('after what was deleted in part leaves a hole from the oldest message on', async () => {
    expect(await watchOver(30n).judge(batchFrom(50n), 10n)).toEqual({ kind: 'hole', from: 30n });
  });

  it('at the same place again and again is believed the fourth time, and a new hole is not', async () => {
    const watch = watchOver(0n);
    const kinds: string[] = [];
    for (let n = 0; n < 4; n += 1) kinds.push((await watch.judge(batchFrom(12n), 10n)).kind);
    expect(kinds).toEqual(['hole', 'hole', 'hole', 'passed-over']);
    expect((await watch.judge(batchFrom(20n), 15n)).kind).toBe('hole');
  });
});
