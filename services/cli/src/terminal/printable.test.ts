import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitted, printable } from './printable.js';

describe('printing text that a stranger wrote', () => {
  it.each([
    ['a colour change', '\u001b[31mred', '\\x1b[31mred'],
    ['a new line', 'one\ntwo', 'one\\ntwo'],
    ['a right-to-left override', 'invoice\u202Efdp.exe', 'invoice\\u202efdp.exe'],
    ['a C1 control that some terminals obey', '\u009b2J', '\\x9b2J'],
    ['ordinary text in any script', 'Zürich 東京', 'Zürich 東京'],
  ])('%s is shown, not obeyed', (_, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  it('never lets a control character through', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
        expect(printable(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });

  it('cuts by character and says so', () => {
    expect(fitted('abcdef', 4)).toBe('abc…');
    expect(fitted('abcd', 4)).toBe('abcd');
  });
});
