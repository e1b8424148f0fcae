import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cutText, printable } from './printable.js';

describe('printing text that a stranger wrote', () => {
  it.each([
    ['a colour change', '\u001b[31mred', '\\u001b[31mred'],
    ['a new line', 'one\ntwo', 'one\\u000atwo'],
    ['a right-to-left override', 'invoice\u202Efdp.exe', 'invoice\\u202efdp.exe'],
    ['a C1 control that some terminals obey', '\u009b2J', '\\u009b2J'],
    ['half a surrogate pair', 'a\ud83d', 'a\\ud83d'],
    ['ordinary text in any script', 'Zürich 東京 🐕', 'Zürich 東京 🐕'],
  ])('%s is shown, not obeyed', (_, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('never lets a control character through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(printable(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
    );
  });

  it('keeps the value of JSON text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(JSON.parse(printable(JSON.stringify({ text })))).toEqual({ text });
      }),
    );
  });

  it('cuts between characters and says so', () => {
    expect(cutText('abcdef', 4)).toBe('abc…');
    expect(cutText('abcd', 4)).toBe('abcd');
    expect(cutText('ab🐕🐕', 4)).toBe('ab…');
  });
});
