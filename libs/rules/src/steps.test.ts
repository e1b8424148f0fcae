import { describe, expect, it } from 'vitest';
import { atOnce, inTurns, type Steps } from './steps.js';

function* work(costs: readonly number[], spend: (cost: number) => void): Steps<string> {
  for (const cost of costs) {
    spend(cost);
    yield;
  }
  return 'done';
}

describe('work in steps', () => {
  it('lets others have their turn by what steps cost, not by how many there are', async () => {
    const turns: number[] = [0];
    const spend = (cost: number) => turns.push((turns.pop() ?? 0) + cost);
    const isOver = () => (turns.at(-1) ?? 0) >= 8;
    const next = async () => void turns.push(0);
    expect(await inTurns(work([1, 1, 1, 9, 1, 8, 2, 2, 2, 2, 1], spend), { isOver, next })).toBe('done');
    expect(turns).toEqual([12, 9, 8, 1]);
  });

  it('gives the same at once', () => {
    let spent = 0;
    expect(
      atOnce(
        work([1, 2], (cost) => {
          spent += cost;
        }),
      ),
    ).toBe('done');
    expect(spent).toBe(3);
  });

  it('rejects as a step throws', async () => {
    const failing = work([1], () => {
      throw new TypeError('bad step');
    });
    await expect(inTurns(failing, { isOver: () => true, next: async () => undefined })).rejects.toThrow('bad step');
  });
});
