import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Cursor } from './cursor.js';
import { isQuote, quoteLiteral, readQuoted } from './quotes.js';

describe('a quoted text', () => {
  it.each<[string, string, boolean, boolean]>([
    ['"plain" rest', 'plain', true, false],
    ['“curly”', 'curly', true, true],
    ['”closing twice”', 'closing twice', true, true],
    ['"mixed”', 'mixed', true, true],
    ['„low“', 'low', true, true],
    ["'single'", 'single', true, false],
    ['‘single’', 'single', true, true],
    ['"it’s"', 'it’s', true, false],
    ['\'say "x"\'', 'say "x"', true, false],
    ['"a\\"b"', 'a"b', true, false],
    ['"a\\\\"', 'a\\', true, false],
    ['"a\\n"', 'an', true, false],
    ['""', '', true, false],
    ['"open', 'open', false, false],
    ['"open\n"', 'open', false, false],
    ['"open\\', 'open\\', false, false],
  ])('%j says %j (closed: %s, curly: %s)', (source, text, isClosed, isCurly) => {
    expect(readQuoted(new Cursor(source))).toMatchObject({ text, isClosed, isCurly });
  });

  it('covers its quotes', () => {
    const cursor = new Cursor('“ab” x');
    expect(readQuoted(cursor).span).toEqual({ start: 0, end: 4 });
    expect(cursor.peek()).toBe(' ');
  });

  it('is read back as it was written', () => {
    const unit = fc.oneof(
      fc.constantFrom('"', '“', '”', "'", '\\'),
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
    );
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        fc.pre(!/[\n\r]/.test(text));
        const literal = quoteLiteral(text);
        expect(readQuoted(new Cursor(literal))).toEqual({
          text,
          span: { start: 0, end: literal.length },
          isClosed: true,
          isCurly: false,
        });
      }),
    );
  });

  it('starts with a quote of any family, and with nothing else', () => {
    expect([...'"“”\'‘’`a('].filter(isQuote)).toEqual([...'"“”\'‘’']);
    expect(isQuote('')).toBe(false);
  });
});
