import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortenText, shortenValue } from './shorten.js';

describe('shortenText', () => {
  it.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['🐕🐕🐕', 3, '🐕🐕🐕'],
    ['🐕🐕🐕🐕', 3, '🐕🐕…'],
    ['', 1, ''],
  ])('cuts %j to %d as %j', (text, maxChars, cut) => {
    expect(shortenText(text, maxChars)).toBe(cut);
  });

  it('never splits a character and never gives more than it may', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 20 }), (text, maxChars) => {
        const cut = shortenText(text, maxChars);
        expect([...cut].length).toBeLessThanOrEqual(maxChars);
        expect(cut.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('shortenValue', () => {
  it('bounds texts, lists, members and depth', () => {
    const value = { long: 'abcdef', list: [1, 2, 3], deep: { in: { deeper: true } }, left: 'out' };
    expect(shortenValue(value, { maxChars: 4, maxItems: 3, maxDepth: 2 })).toEqual({
      long: 'abc…',
      list: [1, 2, 3],
      deep: { in: null },
    });
  });

  it('keeps a member called __proto__ a member', () => {
    const value: unknown = JSON.parse('{"__proto__": {"polluted": true}}');
    const short = shortenValue(value, { maxChars: 20, maxItems: 5, maxDepth: 5 });
    expect(JSON.stringify(short)).toBe('{"__proto__":{"polluted":true}}');
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
