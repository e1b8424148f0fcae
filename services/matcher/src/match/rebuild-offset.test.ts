import { describe, expect, it } from 'vitest';
import { rulesOf } from '../testing/rules-of.js';
import { rebuildStart } from './rebuild-offset.js';

const place = { topic: 'cloudtrail.records', partition: 3, here: 500n } as const;
const hour = 3_600_000;
const whole = async () => new Map([[3, { first: 0n, next: 600n }]]);

describe('rebuildStart', () => {
  it('reaches back over the longest window and bucket, a day of lateness and an hour', async () => {
    const { rules } = rulesOf(
      'id: a\ncondition: eventName = "X"\nthreshold: {count: 3, within: 2h}\ndedup: 5h\n---\nid: b\ncondition: eventName = "X"\n',
    );
    const asked: number[] = [];
    const offsetsForTime = async (_topic: string, timestampMs: number) => {
      asked.push(timestampMs);
      return new Map([[3, 42n]]);
    };
    expect(await rebuildStart({ offsetsForTime, bounds: whole }, rules, place, 100 * hour)).toEqual({ offset: 42n });
    expect(asked).toEqual([(100 - 7 - 24 - 1) * hour]);
  });

  it.each([
    { found: new Map([[3, 900n]]), what: 'the log says a later one' },
    { found: new Map<number, bigint>(), what: 'the log does not know' },
  ])('is where reading stands where $what', async ({ found }) => {
    expect(await rebuildStart({ offsetsForTime: async () => found, bounds: whole }, [], place, 0)).toEqual({
      offset: 500n,
    });
  });

  const counting = rulesOf('id: a\ncondition: eventName = "X"\nthreshold: {count: 3, within: 2h}\ndedup: 5h\n').rules;
  /** A log that deleted what it took before an hour, and kept what came from then on, a message an hour. */
  const keptFrom = (hourKept: number) => ({
    offsetsForTime: async (_topic: string, ms: number) =>
      new Map([[3, BigInt(Math.max(hourKept, Math.ceil(ms / hour)))]]),
    bounds: async () => new Map([[3, { first: BigInt(hourKept), next: 600n }]]),
  });

  it('says which time is missing where the log does not reach back that far', async () => {
    const { offset, gap } = await rebuildStart(keptFrom(90), counting, place, 100 * hour);
    expect(offset).toBe(90n);
    expect(gap?.fromMs).toBe(68 * hour);
    expect(90 * hour - (gap?.toMs ?? 0)).toBeLessThanOrEqual(1_000);
  });

  it.each([
    { what: 'the log reaches back further', log: keptFrom(60), rules: counting },
    { what: 'no rule counts', log: keptFrom(90), rules: rulesOf('id: b\ncondition: eventName = "X"\n').rules },
    { what: 'nothing was ever deleted', log: { ...keptFrom(90), bounds: whole }, rules: counting },
  ])('misses nothing where $what', async ({ log, rules }) => {
    expect(await rebuildStart(log, rules, place, 100 * hour)).not.toHaveProperty('gap');
  });

  it('misses everything where the log is empty', async () => {
    const log = {
      offsetsForTime: async () => new Map([[3, 600n]]),
      bounds: async () => new Map([[3, { first: 600n, next: 600n }]]),
    };
    const { gap } = await rebuildStart(log, counting, place, 100 * hour);
    expect(100 * hour - (gap?.toMs ?? 0)).toBeLessThanOrEqual(1_000);
  });
});
