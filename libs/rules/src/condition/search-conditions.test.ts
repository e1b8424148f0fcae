import { recordPath, viewOf } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import { compileCondition } from './compile-condition.js';
import type { Condition } from './condition.js';
import { parseGlob } from './glob.js';
import { printCondition } from './print-condition.js';

const x = recordPath('x');

function matches(condition: Condition, record: unknown): boolean {
  return compileCondition(condition)(viewOf(record)) === 'match';
}

describe('what only a search engine asks', () => {
  it.each<[string, Condition, readonly unknown[], readonly unknown[]]>([
    [
      'a field holds a leaf at any depth',
      { kind: 'exists', path: x, mode: 'anyLeaf' },
      ['', 0, false, ['a'], { a: { b: [null, 1] } }],
      [null, {}, [], [null], { a: {} }, { a: [null], b: { c: null } }],
    ],
    [
      'a moment, whatever its zone and precision',
      { kind: 'time', path: x, op: '>=', valueMs: Date.UTC(2026, 0, 15, 10) },
      ['2026-01-15T10:00:00Z', '2026-01-15T10:00:00.000Z', '2026-01-15T05:00:00-05:00', '2026-01-15 11:00:00'],
      ['2026-01-15T09:59:59.999Z', '2026-01-15T10:00:00+01:00', '2026-01-15', 'soon', 1e15, null],
    ],
    [
      'a number is one token, its sign too',
      { kind: 'tokens', path: x, tokens: ['1.5'], mode: 'any' },
      [1.5, '1.5', '-1.5', 'v 1.5'],
      [-1.5, 1, '1'],
    ],
    [
      'a boolean is one token',
      { kind: 'tokenTest', path: x, test: { kind: 'wildcard', glob: parseGlob('tr*') } },
      [true, 'it is True'],
      [false, 'untrue', null],
    ],
  ])('%s', (_, condition, holds, fails) => {
    expect(holds.filter((value) => !matches(condition, { x: value }))).toEqual([]);
    expect(fails.filter((value) => matches(condition, { x: value }))).toEqual([]);
  });

  it('finds the tokens of any text of a record', () => {
    const phrase: Condition = {
      kind: 'anyText',
      test: { kind: 'tokens', tokens: ['access', 'denied'], mode: 'phrase' },
    };
    expect(matches(phrase, { a: [{ b: 'User: x. Access denied!' }] })).toBe(true);
    expect(matches(phrase, { a: 'AccessDenied', access: 'denied' })).toBe(false);
    const like: Condition = {
      kind: 'anyText',
      test: { kind: 'tokenTest', test: { kind: 'regex', source: 'den.*', flags: '' } },
    };
    expect(matches(like, { a: 'was Denied' })).toBe(true);
    expect(matches(like, { a: 'undenied' })).toBe(false);
  });

  it('is told in words', () => {
    expect(
      printCondition({
        kind: 'and',
        of: [
          { kind: 'exists', path: x, mode: 'anyLeaf' },
          { kind: 'time', path: x, op: '<', valueMs: 0 },
          { kind: 'anyText', test: { kind: 'tokens', tokens: ['a', 'b'], mode: 'phrase' } },
        ],
      }),
    ).toBe(
      'x has a value and x is a time < 1970-01-01T00:00:00.000Z and the record has a text that has the phrase "a", "b"',
    );
  });
});
