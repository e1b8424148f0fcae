import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { eachOf } from './each-of.js';

async function* numbers(count: number) {
  for (let at = 0; at < count; at += 1) yield at;
}

describe('working many items', () => {
  it('does them all, some at once and never more than allowed', async () => {
    let [now, most] = [0, 0];
    const done: number[] = [];
    await eachOf(numbers(50), 8, async (item) => {
      now += 1;
      most = Math.max(most, now);
      await sleep(item % 7);
      now -= 1;
      done.push(item);
    });
    expect(done.toSorted((a, b) => a - b)).toEqual(await Array.fromAsync(numbers(50)));
    expect(most).toBe(8);
  });

  it('stops at a failure, and throws it when what is under way has ended', async () => {
    const ended: number[] = [];
    const working = eachOf(numbers(100), 4, async (item) => {
      await sleep(5);
      if (item === 2) throw new Error('no more');
      ended.push(item);
    });
    await expect(working).rejects.toThrow('no more');
    const before = [...ended];
    await sleep(30);
    expect(ended).toEqual(before);
    expect(ended.length).toBeLessThan(12);
  });

  it('throws what the items fail with, after what is under way', async () => {
    let ended = 0;
    async function* failing() {
      yield 1;
      throw new Error('the listing broke');
    }
    await expect(
      eachOf(failing(), 4, async () => {
        await sleep(10);
        ended += 1;
      }),
    ).rejects.toThrow('the listing broke');
    expect(ended).toBe(1);
  });
});
