import { describe, expect, it } from 'vitest';
import { type Infix, parseInfix } from './parse-infix.js';

/** Parses sums and products of letters to text with every grouping shown. */
function grouped(source: string): string {
  let at = 0;
  const infix = (): Infix<string> | undefined => {
    const name = source.charAt(at);
    const precedence = ['|', '+', '*'].indexOf(name);
    const take = () => {
      at += 1;
    };
    return precedence < 0 ? undefined : { name, precedence, take, join: (parts) => `(${parts.join(name)})` };
  };
  return parseInfix(() => source.charAt(at++), infix);
}

describe('infix operators', () => {
  it.each([
    ['a', 'a'],
    ['a+b', '(a+b)'],
    ['a+b+c', '(a+b+c)'],
    ['a*b+c', '((a*b)+c)'],
    ['a+b*c', '(a+(b*c))'],
    ['a+b*c+d', '(a+(b*c)+d)'],
    ['a*b+c*d|e+f', '(((a*b)+(c*d))|(e+f))'],
    ['a|b*c|d', '(a|(b*c)|d)'],
  ])('%s groups as %s', (source, expected) => {
    expect(grouped(source)).toBe(expected);
  });

  it('nest no deeper for a longer chain', () => {
    expect(grouped(Array.from({ length: 100_000 }, () => 'a').join('+'))).toHaveLength(200_001);
  });
});
