import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutBytes } from './cut-bytes.js';

describe('cutBytes', () => {
  it('keeps what fits as it is', () => {
    expect(cutBytes('äö', 4)).toBe('äö');
    expect(cutBytes('äö', 3)).toBe('…');
  });

  it('never exceeds the bound, never splits a character, and shows that it cut', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 3, max: 40 }), (text, bound) => {
        const cut = cutBytes(text, bound);
        expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(bound);
        expect(cut.isWellFormed()).toBe(true);
        expect(cut === text || (cut.endsWith('…') && text.startsWith(cut.slice(0, -1)))).toBe(true);
      }),
    );
  });
});
