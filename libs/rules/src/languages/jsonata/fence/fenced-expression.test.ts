import { describe, expect, it } from 'vitest';
import { asText, fencedExpression, isTrue } from './fenced-expression.js';
import { LinearRegExp } from './linear-regexp.js';

async function run(expression: string, input: unknown = {}) {
  return fencedExpression(expression).evaluate({ input, nowMs: 0 });
}

describe('an expression behind the fence', () => {
  it.each([
    ['calls itself without end', '($f := function($x) { $f($x) + 1 }; $f(1))', 'D1011'],
    ['goes round without end', '($f := function($x) { $f($x) }; $f(1))', 'steps'],
    ['makes a long list', '[1..20000]', 'D2015'],
    ['makes a very long list', '[1..1000000000]', 'D2014'],
    ['grows a list', '$reduce([1..9000], function($all, $n) { $append($all, $all) })', 'D2015'],
  ])('is stopped where it %s', async (_what, expression, code) => {
    expect(await run(expression)).toEqual({ kind: 'error', code, stopped: true });
  });

  it('stops at the same step every time, whatever the machine does', async () => {
    const steps = (count: number) => run(`$count($map([1..${count}], function($n) { $n + 1 })) > 0`);
    expect(await steps(2_000)).toEqual({ kind: 'value', value: true });
    for (let round = 0; round < 3; round += 1) expect(await steps(9_000)).toMatchObject({ code: 'steps' });
  });

  it('is in error, and not stopped, where it does not fit its input', async () => {
    expect(await run('"a" > 3')).toEqual({ kind: 'error', code: 'T2009', stopped: false });
    expect(await run('$number("x")')).toMatchObject({ kind: 'error', stopped: false });
    expect(await run('$error("a text that may hold anything")')).toEqual({
      kind: 'error',
      code: 'D3137',
      stopped: false,
    });
  });

  it('does not remember the evaluation before', async () => {
    const expression = fencedExpression('$exists(seen) ? "again" : ($seen := 1; "first")');
    for (let round = 0; round < 3; round += 1)
      expect(await expression.evaluate({ input: {} })).toEqual({ kind: 'value', value: 'first' });
  });

  it('reads results as truth and as text', () => {
    expect([[], {}, '', 0, null, undefined, [0, ''], Number.NaN].map(isTrue)).toEqual(Array(8).fill(false));
    expect([[0, 1], { a: 0 }, ' ', -1, true, [[1]]].map(isTrue)).toEqual(Array(6).fill(true));
    expect(['x', 5, null, undefined, { a: [1] }].map(asText)).toEqual(['x', '5', 'null', '', '{"a":[1]}']);
  });
});

describe('a pattern behind the fence', () => {
  it.each([
    ['a+', 'g', 'xaab a', ['aa', 'a']],
    ['(\\w)(\\d)?', 'gi', 'a1 B', ['a1', 'B']],
    ['^b', 'gm', 'a\nb', ['b']],
    ['\\/x', 'g', 'a/x', ['/x']],
    ['😀', 'g', 'a😀b😀', ['😀', '😀']],
    ['x', 'g', 'abc', []],
  ])('/%s/%s finds in %j what RegExp finds', (source, flags, text, expected) => {
    const linear = new LinearRegExp(new RegExp(source, flags));
    const native = new RegExp(source, flags);
    const seen: string[] = [];
    for (;;) {
      const found = linear.exec(text);
      const wanted = native.exec(text);
      expect(found && [...found, found.index]).toEqual(wanted && [...wanted, wanted.index]);
      expect(linear.lastIndex).toBe(native.lastIndex);
      if (found === null) break;
      seen.push(String(found[0]));
    }
    expect(seen).toEqual(expected);
  });

  it('takes time linear in its text', () => {
    const startedMs = performance.now();
    expect(new LinearRegExp(/^(a+)+$/).test(`${'a'.repeat(50_000)}!`)).toBe(false);
    expect(new LinearRegExp(/(x+x+)+y/).test('x'.repeat(50_000))).toBe(false);
    expect(performance.now() - startedMs).toBeLessThan(3_000);
  });
});
