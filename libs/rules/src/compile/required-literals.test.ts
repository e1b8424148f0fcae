import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseGlob } from '../condition/glob.js';
import { compileRegex } from '../condition/regex.js';
import { literalOfGlob, literalsOfRegex } from './required-literals.js';

describe('what a pattern requires', () => {
  it.each<[string, readonly string[] | undefined]>([
    ['CreateUser', ['CreateUser']],
    ['^arn:aws:iam::\\d+:role/admin$', ['arn:aws:iam::']],
    ['Create(User|Role)', ['Create']],
    ['(?:Delete|Remove).*', ['Delete', 'Remove']],
    ['(?P<verb>Delete)x?', ['Delete']],
    ['Delete|x', undefined],
    ['Dele?te', ['Del']],
    ['Delete+d', ['Delet']],
    ['Delete{0}', ['Delet']],
    ['(Delete)?', undefined],
    ['(Delete){2}', ['Delete']],
    ['[Dd]elete', ['elete']],
    ['a\\.b\\/c', ['a.b/c']],
    ['(?i)delete', undefined],
    ['(?i:delete)now', undefined],
    ['\\Qdelete\\E', undefined],
    ['\\x41bcd', undefined],
    ['ab', undefined],
    ['.*', undefined],
  ])('%s requires %j', (source, expected) => {
    expect(literalsOfRegex(source)).toEqual(expected);
  });

  it('is in every text the pattern finds', () => {
    const piece = fc.constantFrom(
      'abc',
      'd',
      '.',
      '[a-c]',
      '(abc|bcd)',
      '(?:cab)',
      '\\.',
      '*',
      '+',
      '?',
      '{2}',
      '|',
      '^',
      '\\w',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 6 }).map((pieces) => pieces.join('')),
        fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', '.'), maxLength: 12 }),
        (source, text) => {
          const compiled = compileRegex(source, '');
          const literals = literalsOfRegex(source);
          if (!compiled.ok || literals === undefined || !compiled.regex.search(text)) return;
          expect(literals.some((literal) => text.includes(literal))).toBe(true);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['*admin*', 'admin'],
    ['arn:*:role/?dmin', ':role/'],
    ['*', undefined],
    ['a*b', undefined],
  ])('the glob %s requires %j', (glob, expected) => {
    expect(literalOfGlob(parseGlob(glob))).toBe(expected);
  });
});
