import { describe, expect, it } from 'vitest';
import { createNoisyRules } from './noisy-rules.js';

const minute = 60_000;

describe('a noisy rule', () => {
  it('is named once a minute, at the match beyond the limit', () => {
    const noisy = createNoisyRules(3);
    const named = (at: number) => [1, 2, 3, 4, 5].map(() => noisy.count('r', at));
    expect(named(0)).toEqual([false, false, false, true, false]);
    expect(named(minute)).toEqual([false, false, false, true, false]);
  });

  it('is listed until a whole minute was quiet', () => {
    const noisy = createNoisyRules(1);
    noisy.count('loud', 0);
    noisy.count('loud', 0);
    noisy.count('quiet', 0);
    expect(noisy.list(30_000)).toEqual([{ rule: 'loud', matchesPerMinute: 2, sinceMs: 0 }]);
    expect(noisy.list(minute)).toHaveLength(1);
    expect(noisy.list(2 * minute)).toEqual([]);
  });

  it('is not made of matches in different minutes', () => {
    const noisy = createNoisyRules(1);
    expect([0, 1, 2].map((at) => noisy.count('r', at * minute))).toEqual([false, false, false]);
  });
});
