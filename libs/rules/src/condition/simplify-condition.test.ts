import { recordPath, viewOf } from '@trailhound/cloudtrail';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCondition } from './compile-condition.js';
import { arbitraryCondition } from './condition.arbitrary.js';
import type { Condition, Outcome } from './condition.js';
import { conditionKey, conditionsEqual } from './condition-key.js';
import { arbitraryRecord } from './record.arbitrary.js';
import { negateCondition, simplifyCondition } from './simplify-condition.js';
import { walkCondition } from './walk-condition.js';

const name = (value: string): Condition => ({ kind: 'eq', path: recordPath('eventName'), value, coerce: 'text' });
const opposite: Record<Outcome, Outcome> = { match: 'no-match', 'no-match': 'match', error: 'error' };

describe('a simplified condition', () => {
  it('has the outcome of the original on every record, errors too', () => {
    fc.assert(
      fc.property(arbitraryCondition, arbitraryRecord, (condition, record) => {
        const view = viewOf(record);
        expect(compileCondition(simplifyCondition(condition))(view)).toBe(compileCondition(condition)(view));
      }),
      { numRuns: 4000 },
    );
  });

  it('is simple: simplifying again changes nothing, and negations stand at single tests', () => {
    fc.assert(
      fc.property(arbitraryCondition, (condition) => {
        const simple = simplifyCondition(condition);
        expect(conditionKey(simplifyCondition(simple))).toBe(conditionKey(simple));
        for (const { condition: node } of walkCondition(simple)) {
          if (node.kind === 'not') expect(['and', 'or', 'not', 'true', 'false']).not.toContain(node.of.kind);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each<[string, Condition, Condition]>([
    [
      'joins alternatives of one field',
      { kind: 'or', of: [name('a'), name('b'), name('a')] },
      { kind: 'in', path: recordPath('eventName'), values: ['a', 'b'], coerce: 'text' },
    ],
    [
      'moves negations inwards',
      { kind: 'not', of: { kind: 'or', of: [name('a'), { kind: 'not', of: { kind: 'text', terms: ['x'] } }] } },
      {
        kind: 'and',
        of: [
          { kind: 'not', of: name('a') },
          { kind: 'text', terms: ['x'] },
        ],
      },
    ],
    ['drops what is always true', { kind: 'and', of: [{ kind: 'true' }, name('a')] }, name('a')],
    [
      'sees what never holds',
      { kind: 'and', of: [{ kind: 'in', path: recordPath('x'), values: [], coerce: 'text' }, name('a')] },
      { kind: 'false' },
    ],
  ])('%s', (_name, condition, expected) => {
    expect(conditionsEqual(simplifyCondition(condition), expected)).toBe(true);
  });
});

describe('a negated condition', () => {
  it('has the opposite outcome on every record, and stays in error where the original is', () => {
    fc.assert(
      fc.property(arbitraryCondition, arbitraryRecord, (condition, record) => {
        const view = viewOf(record);
        expect(compileCondition(negateCondition(condition))(view)).toBe(opposite[compileCondition(condition)(view)]);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('the key of a condition', () => {
  const and = (...of: Condition[]): Condition => ({ kind: 'and', of });

  it.each<[string, Condition, Condition, boolean]>([
    ['leaves spans out', { ...name('a'), span: { start: 1, end: 2 } }, name('a'), true],
    ['leaves the order of parts out', and(name('a'), name('b')), and(name('b'), name('a')), true],
    [
      'takes unset options as their defaults',
      { ...name('a'), kind: 'eq', fold: false, neg: false } as Condition,
      name('a'),
      true,
    ],
    ['knows the value', name('a'), name('b'), false],
    [
      'knows the type of the value',
      { kind: 'eq', path: recordPath('x'), value: 5, coerce: 'strict' },
      { kind: 'eq', path: recordPath('x'), value: '5', coerce: 'strict' },
      false,
    ],
    [
      'knows the path',
      name('a'),
      { kind: 'eq', path: { ...recordPath('eventName'), keyCase: 'fold' }, value: 'a', coerce: 'text' },
      false,
    ],
    ['knows and from or', and(name('a'), name('b')), { kind: 'or', of: [name('a'), name('b')] }, false],
    [
      'knows the expression of an opaque condition',
      { kind: 'ext', engine: 'jmespath', source: 'a', needs: [], run: () => 'match' },
      { kind: 'ext', engine: 'jmespath', source: 'b', needs: [], run: () => 'match' },
      false,
    ],
  ])('%s', (_name, a, b, expected) => {
    expect(conditionsEqual(a, b)).toBe(expected);
  });
});
