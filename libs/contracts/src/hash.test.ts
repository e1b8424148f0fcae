import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256Base64Url, sha256Hex } from './hash.js';

describe('hashes of text', () => {
  it('agree with the platform, byte for byte', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const expected = createHash('sha256').update(text);
        expect(sha256Hex(text)).toBe(expected.copy().digest('hex'));
        expect(sha256Base64Url(text)).toBe(expected.copy().digest('base64url'));
        expect(sha256Base64Url(text, 22)).toBe(expected.digest('base64url').slice(0, 22));
      }),
    );
  });
});
