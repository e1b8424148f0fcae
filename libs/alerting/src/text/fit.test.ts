import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteLength, fitText } from './fit.js';

const amp = (character: string) => (character === '&' ? '&amp;' : character);

describe('fitText', () => {
  it.each([
    ['short', 10, 'short'],
    ['exactly ten', 11, 'exactly ten'],
    ['a little longer', 8, 'a littl…'],
    ['a&b', 7, 'a&amp;b'],
    ['a&b', 6, 'a…'],
    ['&&', 5, '…'],
    ['😀😀', 3, '😀…'],
    ['', 0, ''],
  ])('%j in %d units is %j', (text, max, fitted) => expect(fitText(text, max, amp)).toBe(fitted));

  it('never exceeds its bound and never cuts an amp', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 40 }), (text, max) => {
        const fitted = fitText(text, max, amp);
        expect(fitted.length).toBeLessThanOrEqual(max);
        expect(fitted.replaceAll('&amp;', '')).not.toContain('&');
      }),
    );
  });
});

describe('byteLength', () => {
  it.each([
    ['abc', 3],
    ['ä😀', 6],
  ])('of %j is %d', (text, bytes) => expect(byteLength(text)).toBe(bytes));
});
