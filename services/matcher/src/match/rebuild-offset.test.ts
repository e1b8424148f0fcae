import type { LogBatch } from '@trailhound/ports';
import { describe, expect, it } from 'vitest';
import { rulesOf } from '../testing/rules-of.js';
import { rebuildOffset } from './rebuild-offset.js';

const batch: LogBatch = {
  topic: 'cloudtrail.records',
  partition: 3,
  records: [{ offset: 500n, key: 'k', value: null, header: () => undefined, timestampMs: 0 }],
  endOffset: 600n,
};
const hour = 3_600_000;

describe('rebuildOffset', () => {
  it('reaches back over the longest window and bucket, a day of lateness and an hour', async () => {
    const { rules } = rulesOf(
      'id: a\ncondition: eventName = "X"\nthreshold: {count: 3, within: 2h}\ndedup: 5h\n---\nid: b\ncondition: eventName = "X"\n',
    );
    const asked: number[] = [];
    const offsetsForTime = async (_topic: string, timestampMs: number) => {
      asked.push(timestampMs);
      return new Map([[3, 42n]]);
    };
    expect(await rebuildOffset({ offsetsForTime }, rules, batch, 100 * hour)).toBe(42n);
    expect(asked).toEqual([(100 - 7 - 24 - 1) * hour]);
  });

  it.each([
    { found: new Map([[3, 900n]]), what: 'the log says a later one' },
    { found: new Map<number, bigint>(), what: 'the log does not know' },
  ])('is the batch in hand where $what', async ({ found }) => {
    expect(await rebuildOffset({ offsetsForTime: async () => found }, [], batch, 0)).toBe(500n);
  });
});
