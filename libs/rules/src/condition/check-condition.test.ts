import { every, recordPath } from '@trailhound/cloudtrail';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCondition } from './check-condition.js';
import { compileCondition } from './compile-condition.js';
import { arbitraryCondition } from './condition.arbitrary.js';
import type { Condition } from './condition.js';

const x = recordPath('x');

describe('a condition that cannot run', () => {
  it.each<[string, Condition, string]>([
    ['a lookbehind', { kind: 'regex', path: x, source: '(?<=a)b', flags: '', anchor: 'search' }, 'E-REGEX'],
    [
      'a pattern in a token test',
      { kind: 'tokenTest', path: x, test: { kind: 'regex', source: '(', flags: '' } },
      'E-REGEX',
    ],
    [
      'a pattern in a JSON test',
      { kind: 'jsonText', path: x, test: { kind: 'regex', source: '[', flags: '' } },
      'E-REGEX',
    ],
    ['a network that is none', { kind: 'cidr', path: x, nets: ['10.0.0.0/8', 'home'] }, 'E-CIDR'],
    ['a path into prototypes', { kind: 'exists', path: recordPath('__proto__', 'x'), mode: 'present' }, 'E-PATH'],
    ['a path with an empty part', { kind: 'exists', path: recordPath('a', '', 'b'), mode: 'present' }, 'E-PATH'],
    [
      '200 segments',
      { kind: 'exists', path: recordPath(...Array.from({ length: 200 }, () => 'a')), mode: 'present' },
      'E-PATH',
    ],
    ['a bad path compared with', { kind: 'cmpField', left: x, op: '=', right: recordPath('constructor') }, 'E-PATH'],
    [
      'a bad path inside a test of elements',
      {
        kind: 'elem',
        path: x,
        quantifier: 'any',
        of: { kind: 'exists', path: recordPath('prototype'), mode: 'present' },
      },
      'E-PATH',
    ],
    [
      'too many tests',
      { kind: 'or', of: Array.from({ length: 20_001 }, (): Condition => ({ kind: 'true' })) },
      'E-LIMIT',
    ],
  ])('has %s, refused as %s', (_what, condition, code) => {
    expect(checkCondition(condition).map((problem) => problem.code)).toEqual([code]);
  });

  it('is placed where it stands in the source', () => {
    const span = { start: 4, end: 9 };
    const condition: Condition = {
      kind: 'not',
      of: { kind: 'regex', path: x, source: '(', flags: '', anchor: 'full', span },
    };
    expect(checkCondition(condition)).toMatchObject([{ code: 'E-REGEX', span }]);
  });

  it('may be nested 100 000 deep, which exhausts no stack', () => {
    let condition: Condition = { kind: 'true' };
    for (let depth = 0; depth < 100_000; depth++) condition = { kind: 'not', of: condition };
    expect(checkCondition(condition)).toMatchObject([{ code: 'E-LIMIT' }]);
  });
});

describe('a condition without problems', () => {
  it('compiles', () => {
    fc.assert(
      fc.property(arbitraryCondition, (condition) => {
        expect(checkCondition(condition)).toEqual([]);
        expect(() => compileCondition(condition)).not.toThrow();
      }),
    );
  });

  it('may reach every element and count from 0', () => {
    expect(checkCondition({ kind: 'exists', path: recordPath('a', every, 0), mode: 'leaf' })).toEqual([]);
  });
});
