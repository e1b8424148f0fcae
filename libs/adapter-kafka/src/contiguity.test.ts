import { describe, expect, it } from 'vitest';
import { ContiguityWatch } from './contiguity.js';

function watchAt(next: bigint): ContiguityWatch {
  const watch = new ContiguityWatch();
  watch.moveTo(next);
  return watch;
}

describe('reading a partition without holes', () => {
  it('takes the first batch as it comes', () => {
    expect(new ContiguityWatch().judge(42n, 50n, 0n)).toEqual({ kind: 'continues' });
  });

  it('goes on where it left off', () => {
    expect(watchAt(10n).judge(10n, 12n, 0n)).toEqual({ kind: 'continues' });
  });

  it('passes over what it handled before when a batch overlaps', () => {
    expect(watchAt(10n).judge(8n, 12n, 0n)).toEqual({ kind: 'overlaps', from: 10n });
    expect(watchAt(10n).judge(3n, 5n, 0n)).toEqual({ kind: 'overlaps', from: 6n });
  });

  it('seeks back when messages were skipped that the log still has', () => {
    expect(watchAt(10n).judge(15n, 20n, 0n)).toEqual({ kind: 'jumped', seekTo: 10n });
  });

  it('believes a gap that the log gives twice, as compaction makes', () => {
    const watch = watchAt(10n);
    watch.judge(15n, 20n, 0n);
    expect(watch.judge(15n, 20n, 0n)).toEqual({ kind: 'explained' });
  });

  it('doubts again once reading has moved on', () => {
    const watch = watchAt(10n);
    watch.judge(15n, 20n, 0n);
    watch.judge(15n, 20n, 0n);
    watch.moveTo(21n);
    expect(watch.judge(30n, 31n, 0n)).toEqual({ kind: 'jumped', seekTo: 21n });
  });

  it('says how much is lost when the log deleted what was not read yet', () => {
    expect(watchAt(10n).judge(100n, 120n, 100n)).toEqual({ kind: 'lost', lost: 90n });
  });
});
