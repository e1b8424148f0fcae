import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRegex, maxRegexInput } from './regex.js';

function compiled(source: string, flags = '') {
  const result = compileRegex(source, flags);
  if (!result.ok) throw new Error(result.message);
  return result.regex;
}

describe('a pattern', () => {
  it.each([
    ['(a+)+$', 'a'.repeat(70_000)],
    ['(a|aa)+$', `${'a'.repeat(60_000)}b`],
    ['(x+x+)+y', 'x'.repeat(60_000)],
    ['(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)z', 'a'.repeat(60_000)],
    ['(a?){350}a{350}', 'a'.repeat(65_536)],
    ['(.*a.*b.*c){30}(x|y){300}$', 'abc'.repeat(21_000)],
  ])('such as %s takes linear time', (source, text) => {
    const regex = compiled(source);
    const started = performance.now();
    regex.search(text);
    regex.full(text);
    expect(performance.now() - started).toBeLessThan(3000);
  });

  it.each([
    ['(?<=a)b', 'lookaround "(?<=" cannot run in linear time'],
    ['a(?!b)', 'lookaround "(?!" cannot run in linear time'],
    ['(?=a)', 'lookaround "(?=" cannot run in linear time'],
    ['(a)\\1', 'backreference "\\1" cannot run in linear time'],
    ['a(', 'the pattern is no valid RE2 expression: missing closing ): `a(`'],
    ['*a', 'the pattern is no valid RE2 expression: missing argument to repetition operator: `*`'],
    ['a{1001}', 'the pattern is no valid RE2 expression: invalid repeat count: `{1001}`'],
    ['a'.repeat(10_240), 'the pattern is 10240 characters long; at most 4096 are allowed'],
    [
      Array.from({ length: 1000 }, (_, at) => `Action${at}`).join('|'),
      'the pattern is 9889 characters long; at most 4096 are allowed',
    ],
    ['(abc|def){500}', 'the pattern compiles to'],
  ])('such as %.20s is refused', (source, message) => {
    const result = compileRegex(source, '');
    expect(result.ok ? '' : result.message).toContain(message);
  });

  it('with a flag that is none is refused', () => {
    expect(compileRegex('a', 'g')).toMatchObject({ ok: false });
  });

  it('searches, or matches the whole text', () => {
    expect(compiled('b+').search('abc')).toBe(true);
    expect(compiled('b+').full('abc')).toBe(false);
    expect(compiled('a|abc').full('abc')).toBe(true);
    expect(compiled('A.C', 'is').full('a\nc')).toBe(true);
    expect(compiled('^b$', 'm').search('a\nb')).toBe(true);
  });

  it('looks at the first 64 Ki characters only', () => {
    expect(compiled('z').search(`${'a'.repeat(maxRegexInput - 1)}z`)).toBe(true);
    expect(compiled('z').search(`${'a'.repeat(maxRegexInput)}z`)).toBe(false);
  });

  it('agrees with JavaScript where both mean the same', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '(a|b)', '(ab)?', 'a*', 'b+', '^', '$', 'c{1,2}');
    const source = fc.array(atom, { minLength: 1, maxLength: 5 }).map((atoms) => atoms.join(''));
    fc.assert(
      fc.property(source, fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 }), (pattern, text) => {
        expect(compiled(pattern).search(text)).toBe(new RegExp(pattern).test(text));
        expect(compiled(pattern).full(text)).toBe(new RegExp(`^(?:${pattern})$`).test(text));
      }),
      { numRuns: 2000 },
    );
  });
});
