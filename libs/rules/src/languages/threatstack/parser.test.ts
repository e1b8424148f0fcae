import { describe, expect, it } from 'vitest';
import { parseFilter } from './parser.js';
import { threatstack } from './threatstack.js';

function problemsOf(filter: string) {
  const result = threatstack.lower(filter, {});
  return result.ok ? [] : result.problems;
}

describe('a filter that is not understood', () => {
  it.each<[string, string, string]>([
    ['', '', 'the filter is empty'],
    ['   ', '', 'the filter is empty'],
    ['eventName', '', 'expected an operator after eventName, found the end of the filter'],
    ['eventName = CreateVolume', 'CreateVolume', 'expected a value, found "CreateVolume"'],
    ['eventName "x"', '"x"', 'expected an operator after eventName, found a text'],
    ['eventName startswith "x"', 'startswith', 'expected an operator after eventName, found "startswith"'],
    ['eventName => 3', '=>', 'two operators in a row'],
    ['eventName === "x"', '===', 'two operators in a row'],
    ['eventName = "x" eventSource = "y"', 'eventSource', 'two conditions stand side by side'],
    ['(eventName = "x" eventSource = "y")', 'eventSource', 'two conditions stand side by side'],
    ['eventName = "a" or "b"', '"b"', 'a value stands where a condition is expected'],
    ['(eventName = "a"', '(', 'this "(" is not closed'],
    ['eventName = "a")', ')', 'this ")" closes nothing'],
    ['eventName = "a', '"a', 'this text has no closing quote'],
    ['eventName in "a"', '"a"', 'expected a list after "in", found a text'],
    ['eventName in ("a" "b")', '(', 'this list is not closed'],
    ['eventName in ()', ')', 'expected a value, found ")"'],
    ['eventName not = "a"', '=', '"not" cannot stand before "="'],
    ['eventName < null', 'null', '"<" needs a number or a text, not null'],
    ['eventName contains null', 'null', '"contains" needs a text, not null'],
    ['a..b = 1', 'a..b', 'the field "a..b" has an empty or odd part after "a"'],
    ['a. = 1', 'a.', 'the field "a." has an empty or odd part after "a"'],
    ['a[x] = 1', 'a[x]', 'the field "a[x]" has an empty or odd part after "a"'],
    ['eventName = "a" ; eventName = "b"', ';', '";" has no meaning here'],
    ['eventName = {allowed}', '{', '"{" has no meaning here'],
    ['eventName = "a\u0000b"', '"a\u0000b"', 'the text holds the control character U+0000'],
    ['eventName = "a" and \u0000', '\u0000', 'U+0000 has no meaning here'],
    ['and', 'and', 'expected a field, found "and"'],
    ['eventName = "a" or', '', 'expected a field, found the end of the filter'],
    ['constructor.name = "x"', 'constructor.name = "x"', 'constructor is no field of a CloudTrail record'],
    ['a.__proto__.b = "x"', 'a.__proto__.b = "x"', '__proto__ is no field of a CloudTrail record'],
  ])('%j is refused at %j: %s', (filter, at, message) => {
    const [first] = problemsOf(filter);
    expect(first?.message).toBe(message);
    expect(filter.slice(first?.span.start, first?.span.end)).toBe(at);
    expect(first?.fix ?? first?.code).toBeTruthy();
  });

  it('has all its problems reported at once, in the order of the text', () => {
    const filter = 'eventName = Create and (awsRegion is "x" or ip ~ 3) and user in "y"';
    expect(problemsOf(filter).map(({ span }) => filter.slice(span.start, span.end))).toEqual([
      'Create',
      'is',
      '~',
      '3',
      '"y"',
    ]);
  });

  it('suggests an operator for a misspelled one and for one of another language', () => {
    expect(problemsOf('eventName startswith "x"')[0]?.fix).toBe('write starts_with');
    expect(problemsOf('eventName is "x"')[0]?.fix).toBe('write =');
  });

  it('has no more than twenty problems', () => {
    expect(problemsOf('a is b and '.repeat(500)).length).toBe(20);
  });
});

describe('a hostile filter', () => {
  it.each([
    ['10 000 parentheses', `${'('.repeat(10_000)}eventName = "a"${')'.repeat(10_000)}`],
    ['10 000 negations', `${'not '.repeat(10_000)}eventName = "a"`],
    ['10 000 closing parentheses', `eventName = "a"${')'.repeat(10_000)}`],
    ['a megabyte of letters', 'x'.repeat(1_000_000)],
    ['a megabyte of conditions', 'eventName = "a" or '.repeat(55_000)],
    ['10 000 unclosed texts', 'a = "\n'.repeat(10_000)],
    ['10 000 values side by side', 'a = "b" '.repeat(10_000)],
    ['10 000 path segments', `a${'.b'.repeat(10_000)} = 1`],
    [
      'more tests than a condition may have',
      `eventName = "a"${' or eventName = "b"'.repeat(12_000)} or ${'user = "x" or '.repeat(1800)}user = "y"`,
    ],
  ])('of %s is refused in a moment', (_what, filter) => {
    const started = performance.now();
    expect(problemsOf(filter).length).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(2000);
  });

  it('of ten thousand alternatives is read, two levels deep', () => {
    const filter = `eventName = "e0"${Array.from({ length: 9_999 }, (_, at) => ` or eventName = "e${at}"`).join('')}`;
    const tree = parseFilter(filter).filter;
    expect(tree.kind === 'or' && tree.of.length).toBe(10_000);
    expect(threatstack.lower(filter, {}).ok).toBe(true);
  });
});

describe('the syntax tree', () => {
  it('knows where everything stood', () => {
    const filter = ' not (eventName = "a" or ip in ("x", 5)) ';
    const tree = parseFilter(filter).filter;
    const slice = ({ span }: { readonly span: { readonly start: number; readonly end: number } }) =>
      filter.slice(span.start, span.end);
    if (tree.kind !== 'not' || tree.of.kind !== 'or') throw new Error('not (… or …) was expected');
    expect(slice(tree)).toBe('not (eventName = "a" or ip in ("x", 5))');
    expect(slice(tree.of)).toBe('(eventName = "a" or ip in ("x", 5))');
    expect(tree.of.of.map(slice)).toEqual(['eventName = "a"', 'ip in ("x", 5)']);
  });
});
