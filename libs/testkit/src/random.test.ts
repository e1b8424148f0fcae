import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from './random.js';

const draw = (seed: string | number, count = 20): number[] => {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => random.next());
};

describe('seededRandom', () => {
  it('repeats itself for the same seed and differs for another', () => {
    expect(draw(1)).toEqual(draw('1'));
    expect(draw(1)).not.toEqual(draw(2));
  });

  it('stays in its ranges, ends included', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: -50, max: 50 }),
        fc.integer({ min: 0, max: 9 }),
        (seed, min, span) => {
          const random = seededRandom(seed);
          const numbers = Array.from({ length: 200 }, () => random.int(min, min + span));
          expect(new Set(numbers).size).toBeLessThanOrEqual(span + 1);
          expect(Math.min(...numbers)).toBeGreaterThanOrEqual(min);
          expect(Math.max(...numbers)).toBeLessThanOrEqual(min + span);
          for (const number of draw(seed)) expect(number >= 0 && number < 1).toBe(true);
        },
      ),
    );
  });

  it('is about as likely to say each of ten numbers', () => {
    const random = seededRandom('even');
    const seen = new Array<number>(10).fill(0);
    for (let draws = 0; draws < 10_000; draws++) {
      const number = random.int(0, 9);
      seen[number] = (seen[number] ?? 0) + 1;
    }
    for (const count of seen) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });

  it('weighs: what has no weight is never chosen, twice the weight comes about twice as often', () => {
    const random = seededRandom('weights');
    const chosen = Array.from({ length: 9000 }, () =>
      random.weighted([
        ['a', 1],
        ['b', 2],
        ['never', 0],
      ] as const),
    );
    expect(chosen).not.toContain('never');
    expect(chosen.filter((value) => value === 'b').length / 9000).toBeCloseTo(2 / 3, 1);
    expect(() => random.weighted([['never', 0]])).toThrow(RangeError);
    expect(() => random.pick([])).toThrow(RangeError);
  });

  it('shuffles without losing anything', () => {
    fc.assert(
      fc.property(fc.integer(), fc.array(fc.integer()), (seed, values) => {
        expect(seededRandom(seed).shuffled(values).sort()).toEqual([...values].sort());
      }),
    );
  });

  it('forks sources that do not depend on what was drawn before', () => {
    const [fresh, used] = [seededRandom(7), seededRandom(7)];
    used.next();
    expect(fresh.fork('a').uuid()).toBe(used.fork('a').uuid());
    expect(fresh.fork('a').uuid()).not.toBe(fresh.fork('b').uuid());
  });

  it('makes version 4 UUIDs', () => {
    expect(seededRandom(1).uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
