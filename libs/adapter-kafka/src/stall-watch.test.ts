import { describe, expect, it } from 'vitest';
import { StallWatch } from './stall-watch.js';

const at = (position: bigint, end: bigint, partition = 0) => ({ partition, position, end });

describe('a client that makes no progress', () => {
  it('is found when messages wait at one position for longer than the bound', () => {
    const watch = new StallWatch(60_000);
    expect(watch.look([at(5n, 9n)], 0)).toBeUndefined();
    expect(watch.look([at(5n, 12n)], 60_000)).toBeUndefined();
    expect(watch.look([at(5n, 12n)], 60_001)).toEqual({ partition: 0, waiting: 7n, sinceMs: 0 });
  });

  it('is not seen in a topic that was quiet for an hour before the message came', () => {
    const watch = new StallWatch(60_000);
    watch.look([at(5n, 5n)], 0);
    expect(watch.look([at(5n, 6n)], 3_600_000)).toBeUndefined();
  });

  it('is not seen while the position moves, however far behind it is', () => {
    const watch = new StallWatch(1_000);
    for (let step = 0; step < 10; step += 1)
      expect(watch.look([at(BigInt(step), 1_000_000n)], step * 900)).toBeUndefined();
  });

  it('is told apart by partition', () => {
    const watch = new StallWatch(1_000);
    watch.look([at(1n, 2n, 0), at(1n, 2n, 1)], 0);
    expect(watch.look([at(2n, 2n, 0), at(1n, 2n, 1)], 1_001)).toMatchObject({ partition: 1 });
  });

  it('is not blamed for an outage of the brokers', () => {
    const watch = new StallWatch(1_000);
    watch.look([at(1n, 2n)], 0);
    watch.reset();
    expect(watch.look([at(1n, 2n)], 500_000)).toBeUndefined();
  });
});
