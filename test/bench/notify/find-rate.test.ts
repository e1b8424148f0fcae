import { describe, expect, it } from 'vitest';
import { findRate } from './find-rate.js';

const search = { first: 2_000, lowest: 50, precision: 1.1 };

describe('the search for the highest rate', () => {
  it.each([
    { machine: 'that carries exactly what is asked for', limit: 2_000 },
    { machine: 'that carries more', limit: 7_300 },
    { machine: 'that carries less', limit: 640 },
    { machine: 'that carries next to nothing', limit: 51 },
  ])('finds it on a machine $machine', async ({ limit }) => {
    const tried: number[] = [];
    const found = await findRate(search, async (perSecond) => {
      tried.push(perSecond);
      return perSecond <= limit;
    });
    expect(found).toBeLessThanOrEqual(limit);
    expect(found).toBeGreaterThan(limit / 1.11);
    expect(tried[0]).toBe(2_000);
    expect(new Set(tried).size).toBe(tried.length);
    expect(tried.length).toBeLessThan(16);
  });

  it('gives up where the lowest is not carried, and never goes below it', async () => {
    const tried: number[] = [];
    const found = await findRate(search, async (perSecond) => {
      tried.push(perSecond);
      return false;
    });
    expect(found).toBeUndefined();
    expect(tried.at(-1)).toBe(50);
  });

  it('ends where a machine changes its mind', async () => {
    let asked = 0;
    const found = await findRate(search, async () => ++asked % 2 === 1);
    expect(found).toBeGreaterThan(2_000);
    expect(asked).toBeLessThan(16);
  });
});
