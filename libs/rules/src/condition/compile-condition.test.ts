import { type FieldPath, recordPath, viewOf } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import { compileCondition } from './compile-condition.js';
import type { Condition, Outcome } from './condition.js';
import { parseGlob } from './glob.js';

const x = recordPath('x');
const explicitX: FieldPath = { ...x, arrays: 'explicit' };

function evaluate(condition: Condition, record: unknown): Outcome {
  return compileCondition(condition)(viewOf(record));
}

/** Which of these values at `x` the condition matches; `missing` stands for a record without it. */
function matching(condition: Condition, values: readonly unknown[]): unknown[] {
  return values.filter((value) => evaluate(condition, value === 'missing' ? {} : { x: value }) === 'match');
}

const anything = [
  'missing',
  null,
  true,
  false,
  5,
  0,
  '5',
  '5.0',
  'true',
  '',
  'a',
  'A',
  [],
  ['a'],
  ['a', 'b'],
  [null],
  {},
  { a: 1 },
];

describe('a network that holds one of some addresses', () => {
  const holds: Condition = { kind: 'netContains', path: x, addresses: ['203.0.113.7', '2001:db8::1'] };
  it.each([
    ['0.0.0.0/0', true],
    ['203.0.113.0/29', true],
    ['203.0.113.7', true],
    ['203.0.113.8/29', false],
    ['2001:db8::/64', true],
    ['::/0', true],
    ['10.0.0.0/8', false],
    ['anywhere', false],
    ['', false],
  ])('%s: %s', (net, expected) => {
    expect(evaluate(holds, { x: net }) === 'match').toBe(expected);
  });
});

describe('a test of a leaf', () => {
  it.each<[string, Condition, readonly unknown[]]>([
    [
      'of a type',
      { kind: 'type', path: explicitX, types: ['string', 'null'] },
      [null, '5', '5.0', 'true', '', 'a', 'A'],
    ],
    ['a list', { kind: 'type', path: explicitX, types: ['array'] }, [[], ['a'], ['a', 'b'], [null]]],
    ['an object', { kind: 'type', path: explicitX, types: ['object'] }, [{}, { a: 1 }]],
    ['a number or boolean', { kind: 'type', path: explicitX, types: ['number', 'boolean'] }, [true, false, 5, 0]],
    ['eq as text', { kind: 'eq', path: x, value: 'a', coerce: 'text' }, ['a', ['a'], ['a', 'b']]],
    [
      'eq as text, folded',
      { kind: 'eq', path: x, value: 'A', coerce: 'text', fold: true },
      ['a', 'A', ['a'], ['a', 'b']],
    ],
    ['eq of a number as text', { kind: 'eq', path: x, value: '5', coerce: 'text' }, [5, '5']],
    ['eq of a boolean as text', { kind: 'eq', path: x, value: true, coerce: 'text' }, [true, 'true']],
    ['eq of null as text', { kind: 'eq', path: x, value: null, coerce: 'text' }, []],
    ['eq strictly', { kind: 'eq', path: x, value: 5, coerce: 'strict' }, [5]],
    ['eq of true strictly', { kind: 'eq', path: x, value: true, coerce: 'strict' }, [true]],
    ['eq of null strictly', { kind: 'eq', path: x, value: null, coerce: 'strict' }, [null, [null]]],
    ['eq as numbers', { kind: 'eq', path: x, value: '5', coerce: 'num' }, [5, '5', '5.0']],
    [
      'some leaf other than',
      { kind: 'eq', path: x, value: 'a', coerce: 'text', neg: true },
      [null, true, false, 5, 0, '5', '5.0', 'true', '', 'A', ['a', 'b'], [null]],
    ],
    ['in', { kind: 'in', path: x, values: ['b', 0, true], coerce: 'text' }, [true, 0, 'true', ['a', 'b']]],
    ['in nothing', { kind: 'in', path: x, values: [], coerce: 'text' }, []],
    ['prefix', { kind: 'prefix', path: x, text: 't' }, [true, 'true']],
    ['prefix of texts only', { kind: 'prefix', path: x, text: 't', coerce: 'strict' }, ['true']],
    [
      'empty prefix',
      { kind: 'prefix', path: x, text: '' },
      [true, false, 5, 0, '5', '5.0', 'true', '', 'a', 'A', ['a'], ['a', 'b']],
    ],
    ['suffix', { kind: 'suffix', path: x, text: '.0' }, ['5.0']],
    ['contains, folded', { kind: 'contains', path: x, text: 'A', fold: true }, [false, 'a', 'A', ['a'], ['a', 'b']]],
    ['wildcard', { kind: 'wildcard', path: x, glob: parseGlob('5*') }, [5, '5', '5.0']],
    [
      'regex search',
      { kind: 'regex', path: x, source: 'r|b', flags: '', anchor: 'search' },
      [true, 'true', ['a', 'b']],
    ],
    [
      'regex full',
      { kind: 'regex', path: x, source: '[a-b]', flags: 'i', anchor: 'full' },
      ['a', 'A', ['a'], ['a', 'b']],
    ],
    [
      'regex on texts only',
      { kind: 'regex', path: x, source: '5', flags: '', anchor: 'full', coerce: 'strict' },
      ['5'],
    ],
    ['num', { kind: 'num', path: x, op: '>=', value: 0 }, [5, 0]],
    ['num, also as text', { kind: 'num', path: x, op: '>', value: 0, coerce: 'num' }, [5, '5', '5.0']],
    ['num unequal', { kind: 'num', path: x, op: '!=', value: 5 }, [0]],
    ['order', { kind: 'order', path: x, op: '<', value: 'a' }, ['5', '5.0', '', 'A']],
    [
      'present',
      { kind: 'exists', path: x, mode: 'present' },
      anything.filter((value) => value !== 'missing' && JSON.stringify(value) !== '[]'),
    ],
    [
      'nonNull',
      { kind: 'exists', path: x, mode: 'nonNull' },
      [true, false, 5, 0, '5', '5.0', 'true', '', 'a', 'A', ['a'], ['a', 'b'], {}, { a: 1 }],
    ],
    [
      'a leaf',
      { kind: 'exists', path: x, mode: 'leaf' },
      [null, true, false, 5, 0, '5', '5.0', 'true', '', 'a', 'A', ['a'], ['a', 'b'], [null]],
    ],
    [
      'nonEmpty',
      { kind: 'exists', path: x, mode: 'nonEmpty' },
      [true, false, 5, 0, '5', '5.0', 'true', 'a', 'A', ['a'], ['a', 'b'], { a: 1 }],
    ],
    [
      'nonEmpty, a list as such',
      { kind: 'exists', path: explicitX, mode: 'nonEmpty' },
      [true, false, 5, 0, '5', '5.0', 'true', 'a', 'A', ['a'], ['a', 'b'], [null], { a: 1 }],
    ],
    ['null', { kind: 'isNull', path: x, mode: 'explicit' }, [null, [null]]],
    ['missing or null', { kind: 'isNull', path: x, mode: 'missingOrNull' }, ['missing', null, [], [null]]],
  ])('%s', (_name, condition, expected) => {
    expect(matching(condition, anything)).toEqual(expected);
  });

  it.each<[string, Condition, readonly unknown[], readonly unknown[]]>([
    [
      'cidr',
      { kind: 'cidr', path: x, nets: ['10.0.0.0/8', '2001:db8::/32'] },
      ['10.1.1.1', '2001:db8::5'],
      ['11.1.1.1', 'ec2.amazonaws.com', 10, null],
    ],
    ['public', { kind: 'ipClass', path: x, class: 'public' }, ['8.8.8.8'], ['10.1.1.1', 'AWS Internal', true]],
    [
      'a phrase',
      { kind: 'tokens', path: x, tokens: ['amazonaws.com'], mode: 'phrase' },
      ['s3.amazonaws.com'],
      ['kms.amazonaws.com'],
    ],
    ['all words', { kind: 'tokens', path: x, tokens: ['b', 'a'], mode: 'all' }, ['a x b'], ['a x']],
    ['any word', { kind: 'tokens', path: x, tokens: ['true', '5'], mode: 'any' }, [true, 5, 'is true'], ['untrue']],
    [
      'a word like',
      { kind: 'tokenTest', path: x, test: { kind: 'wildcard', glob: parseGlob('adm*') } },
      ['Cluster-Admin'],
      ['badmin'],
    ],
    [
      'a word matching',
      { kind: 'tokenTest', path: x, test: { kind: 'regex', source: 'a.c', flags: '' } },
      ['x abc'],
      ['xabc'],
    ],
    [
      'a word between',
      { kind: 'tokenTest', path: x, test: { kind: 'range', min: 'b', max: 'd', minOpen: false, maxOpen: true } },
      ['B', 'c'],
      ['a', 'd'],
    ],
    [
      'JSON text',
      { kind: 'jsonText', path: explicitX, test: { kind: 'contains', text: '"Effect":"Allow"' } },
      [{ p: '{"Effect":"Allow"}' }, { Effect: 'Allow' }, [{ Effect: 'Allow' }]],
      ['{"Effect":"Allow"}', {}, null],
    ],
    [
      'a part of a time',
      { kind: 'timePart', path: x, part: 'hour', op: '>=', value: 18 },
      ['2026-01-15T18:00:00Z', '2026-01-15T23:59:59+01:00'],
      ['2026-01-15T17:59:59Z', '18', 18, null],
    ],
    [
      'a pattern anywhere',
      { kind: 'anyText', test: { kind: 'regex', source: '^b.d$', flags: 'i' } },
      ['bad', ['a', { deep: { er: 'BED' } }]],
      [{ bad: 1 }, 'badly', 5],
    ],
    [
      'a keyword anywhere',
      { kind: 'text', terms: ['MimiKatz', 'nothing'], fold: true },
      ['mimikatz', ['a', { deep: { er: 'xMIMIKATZx' } }]],
      [{ mimikatz: 1 }, 5],
    ],
  ])('%s', (_name, condition, holds, fails) => {
    expect(matching(condition, holds)).toEqual(holds);
    expect(matching(condition, fails)).toEqual([]);
  });

  it('takes the last segment of an ARN', () => {
    const last: Condition = { kind: 'eq', path: { ...x, take: 'lastArnSegment' }, value: 'root', coerce: 'text' };
    expect(
      matching(last, ['arn:aws:iam::1:root', 'arn:aws:iam::1:user/a/root', 'root', 'root/', 'xroot', 5, null]),
    ).toEqual(['arn:aws:iam::1:root', 'arn:aws:iam::1:user/a/root', 'root']);
  });

  it('looks at own members only', () => {
    for (const name of ['toString', 'constructor', '__proto__', 'hasOwnProperty']) {
      expect(evaluate({ kind: 'exists', path: recordPath(name), mode: 'present' }, {})).toBe('no-match');
    }
  });
});

describe('a comparison of two fields', () => {
  const compare = (op: (Condition & { kind: 'cmpField' })['op'], fold = false): Condition => ({
    kind: 'cmpField',
    left: recordPath('a'),
    op,
    right: recordPath('b'),
    fold,
  });
  it.each<[Condition, unknown, unknown, boolean]>([
    [compare('='), 'u', 'u', true],
    [compare('='), 'u', 'U', false],
    [compare('=', true), 'u', 'U', true],
    [compare('='), 5, '5', true],
    [compare('='), true, 1, false],
    [compare('='), null, null, true],
    [compare('='), {}, {}, false],
    [compare('='), ['x', 'u'], ['u'], true],
    [compare('!='), ['x', 'u'], ['u'], true],
    [compare('!='), 'u', 'u', false],
    [compare('<'), 9, 10, true],
    [compare('<'), '9', '10', false],
    [compare('<'), 9, '10', false],
    [compare('prefix'), 'abc', 'ab', true],
    [compare('suffix'), 'abc', 'bc', true],
    [compare('contains'), 'abc', 'd', false],
  ])('%j on %j and %j: %s', (condition, a, b, expected) => {
    expect(evaluate(condition, { a, b }) === 'match').toBe(expected);
  });

  it('holds for nothing where a field is missing', () => {
    for (const op of ['=', '!=', '<'] as const) expect(evaluate(compare(op), { a: 'x' })).toBe('no-match');
  });
});

describe('a test of elements', () => {
  const isA: Condition = { kind: 'eq', path: recordPath('k'), value: 'a', coerce: 'text' };
  const elements = (quantifier: 'any' | 'all' | 'none' | 'one', path = x): Condition => ({
    kind: 'elem',
    path,
    quantifier,
    of: isA,
  });
  const a = { k: 'a' };
  const b = { k: 'b' };
  it.each<[string, unknown, readonly string[]]>([
    ['of [a, b]', [a, b], ['any', 'one']],
    ['of [a, a]', [a, a], ['any', 'all']],
    ['of [b]', [b], ['none']],
    ['of []', [], ['all', 'none']],
    ['of a value that is no list', a, ['any', 'all', 'one']],
    ['of lists within lists', [[a], [b]], ['any', 'one']],
  ])('%s', (_name, value, expected) => {
    const quantifiers = ['any', 'all', 'none', 'one'] as const;
    expect(quantifiers.filter((quantifier) => evaluate(elements(quantifier), { x: value }) === 'match')).toEqual(
      expected,
    );
  });

  it('with explicit lists looks into lists only', () => {
    expect(evaluate(elements('any', explicitX), { x: a })).toBe('no-match');
    expect(evaluate(elements('any', explicitX), { x: [a] })).toBe('match');
  });

  it('needs one element to satisfy all its tests', () => {
    const both: Condition = {
      kind: 'elem',
      path: x,
      quantifier: 'any',
      of: { kind: 'and', of: [isA, { kind: 'eq', path: recordPath('v'), value: 1, coerce: 'strict' }] },
    };
    expect(
      evaluate(both, {
        x: [
          { k: 'a', v: 2 },
          { k: 'b', v: 1 },
        ],
      }),
    ).toBe('no-match');
    expect(
      evaluate(both, {
        x: [
          { k: 'b', v: 1 },
          { k: 'a', v: 1 },
        ],
      }),
    ).toBe('match');
  });

  it('reaches the elements themselves by an empty path, and other roots as ever', () => {
    const itself: Condition = {
      kind: 'elem',
      path: x,
      quantifier: 'any',
      of: { kind: 'eq', path: recordPath(), value: 'a', coerce: 'text' },
    };
    expect(evaluate(itself, { x: ['b', 'a'] })).toBe('match');
    const region: FieldPath = { ...recordPath('region'), root: 'envelope' };
    const outer: Condition = {
      kind: 'elem',
      path: x,
      quantifier: 'all',
      of: { kind: 'eq', path: region, value: 'r', coerce: 'text' },
    };
    expect(evaluate(outer, { x: [1, 2], awsRegion: 'r' })).toBe('match');
  });
});

describe('three outcomes', () => {
  const opaque = (run: () => Outcome): Condition => ({ kind: 'ext', engine: 'jmespath', source: 's', needs: [], run });
  const yes: Condition = { kind: 'true' };
  const no: Condition = { kind: 'false' };
  const error = opaque(() => 'error');
  const and = (...of: Condition[]): Condition => ({ kind: 'and', of });
  const or = (...of: Condition[]): Condition => ({ kind: 'or', of });

  it.each<[Condition, Outcome]>([
    [and(), 'match'],
    [or(), 'no-match'],
    [and(yes, error), 'error'],
    [and(error, yes), 'error'],
    [and(error, no), 'no-match'],
    [and(no, error), 'no-match'],
    [or(no, error), 'error'],
    [or(error, no), 'error'],
    [or(error, yes), 'match'],
    [or(yes, error), 'match'],
    [{ kind: 'not', of: error }, 'error'],
    [{ kind: 'not', of: yes }, 'no-match'],
    [{ kind: 'not', of: and(error, no) }, 'match'],
    [{ kind: 'elem', path: x, quantifier: 'any', of: error }, 'error'],
    [{ kind: 'elem', path: recordPath('none'), quantifier: 'any', of: error }, 'no-match'],
    [
      opaque(() => {
        throw new Error('broken');
      }),
      'error',
    ],
  ])('%j is %s', (condition, expected) => {
    expect(evaluate(condition, { x: [1] })).toBe(expected);
  });

  it('asks no opaque condition whose guard does not match', () => {
    const guarded: Condition = {
      ...opaque(() => 'error'),
      kind: 'ext',
      engine: 'jsonata',
      source: 's',
      needs: [],
      run: () => 'error',
      guard: no,
    };
    expect(evaluate(guarded, {})).toBe('no-match');
  });

  it('is not decided by a condition that was never checked: compiling refuses it', () => {
    expect(() => compileCondition({ kind: 'regex', path: x, source: '(', flags: '', anchor: 'full' })).toThrow(
      TypeError,
    );
    expect(() => compileCondition({ kind: 'cidr', path: x, nets: ['nowhere'] })).toThrow(TypeError);
  });
});
