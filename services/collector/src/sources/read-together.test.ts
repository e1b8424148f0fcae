import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { InputItem } from '../read/read-input.js';
import { readTogether } from './read-together.js';
import type { Input } from './source.js';

const item = (index: number): InputItem => ({ kind: 'skipped', index, offset: 0, reason: 'digest', message: '' });

function inputs(count: number, batches: number, log: string[] = []): readonly Input[] {
  return Array.from({ length: count }, (_, at) => ({
    name: `i${at}`,
    async *read() {
      for (let batch = 0; batch < batches; batch += 1) {
        log.push(`i${at} ${batch}`);
        await sleep(1);
        yield [item(batch)];
      }
    },
  }));
}

const sourceOf = (given: readonly Input[], concurrency: number) => ({
  concurrency,
  async *inputs() {
    yield* given;
  },
});

describe('inputs read together', () => {
  it('give every batch of every input, each in its own order', async () => {
    const found = new Map<string, number[]>();
    for await (const { input, items } of readTogether(sourceOf(inputs(20, 5), 8))) {
      const seen = found.get(input) ?? [];
      for (const one of items) if (one.kind === 'skipped') seen.push(one.index);
      found.set(input, seen);
    }
    expect(found.size).toBe(20);
    for (const seen of found.values()) expect(seen).toEqual([0, 1, 2, 3, 4]);
  });

  it('are not read ahead of a slow taker', async () => {
    const log: string[] = [];
    const batches = readTogether(sourceOf(inputs(20, 50, log), 4));
    await batches.next();
    await sleep(50);
    expect(log.length).toBeLessThanOrEqual(8);
    await batches.return(undefined);
    const before = log.length;
    await sleep(50);
    expect(log.length).toBeLessThanOrEqual(before + 4);
  });

  it('fail with what the listing fails with, after the batches before', async () => {
    const source = {
      concurrency: 4,
      async *inputs() {
        yield* inputs(2, 2);
        throw new Error('listing broke');
      },
    };
    let taken = 0;
    const reading = async () => {
      for await (const _ of readTogether(source)) taken += 1;
    };
    await expect(reading()).rejects.toThrow('listing broke');
    expect(taken).toBe(4);
  });
});
