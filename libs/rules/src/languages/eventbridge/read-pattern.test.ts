import { describe, expect, it } from 'vitest';
import type { NamedValues } from '../language.js';
import { compileEventPattern } from './compile-event-pattern.js';
import { readPattern } from './read-pattern.js';

function refusal(pattern: unknown, values: NamedValues = {}): string {
  const compiled = compileEventPattern(pattern, values);
  return compiled.ok ? 'accepted' : (compiled.problems[0]?.code ?? '');
}

const field = (...list: unknown[]) => ({ detail: { eventName: list } });

describe('an event pattern is refused', () => {
  it.each<[string, unknown, string]>([
    ['when it is no mapping', ['a'], 'E-EB-NOT-A-PATTERN'],
    ['when it is empty', {}, 'E-EB-EMPTY'],
    ['when a mapping in it is empty', { detail: {} }, 'E-EB-EMPTY'],
    ['when a list is empty', field(), 'E-EB-EMPTY'],
    ['when a text stands outside of a list', { source: 'aws.s3' }, 'E-EB-NO-LIST'],
    ['when a number stands outside of a list', { detail: { n: 42 } }, 'E-EB-NO-LIST'],
    ['when null stands outside of a list', { detail: { n: null } }, 'E-EB-NO-LIST'],
    ['when a list stands in a list', field(['a']), 'E-EB-VALUE'],
    ['when an operator is unknown', field({ startswith: 'a' }), 'E-EB-OPERATOR'],
    ['when an operator is in the wrong case', field({ Prefix: 'a' }), 'E-EB-OPERATOR'],
    ['when a match is empty', field({}), 'E-EB-MATCH'],
    ['when a match has two operators', field({ prefix: 'a', suffix: 'b' }), 'E-EB-MATCH'],
    ['when prefix is a number', field({ prefix: 5 }), 'E-EB-VALUE'],
    ['when prefix is a list', field({ prefix: ['a'] }), 'E-EB-VALUE'],
    ['when prefix holds another operator', field({ prefix: { suffix: 'a' } }), 'E-EB-OPERATOR'],
    ['when equals-ignore-case is a list', field({ 'equals-ignore-case': ['a'] }), 'E-EB-VALUE'],
    ['when exists is a text', field({ exists: 'true' }), 'E-EB-VALUE'],
    ['when wildcard has two stars in a row', field({ wildcard: 'a**b' }), 'E-EB-WILDCARD'],
    ['when wildcard escapes a letter', field({ wildcard: 'a\\b' }), 'E-EB-WILDCARD'],
    ['when wildcard ends in a backslash', field({ wildcard: 'a\\' }), 'E-EB-WILDCARD'],
    ['when wildcard is too complex', field({ wildcard: '*:*:*:*:*:x/*' }), 'E-EB-WILDCARD'],
    ['when cidr has no mask', field({ cidr: '10.0.0.0' }), 'E-EB-CIDR'],
    ['when cidr is no network', field({ cidr: '10.0.0.300/8' }), 'E-EB-CIDR'],
    ['when the mask is too long', field({ cidr: '10.0.0.0/33' }), 'E-EB-CIDR'],
    ['when numeric is no list', field({ numeric: 5 }), 'E-EB-NUMERIC'],
    ['when numeric has an unknown comparison', field({ numeric: ['!=', 5] }), 'E-EB-NUMERIC'],
    ['when numeric compares with a text', field({ numeric: ['>', '5'] }), 'E-EB-NUMERIC'],
    ['when numeric has no number', field({ numeric: ['>'] }), 'E-EB-NUMERIC'],
    ['when numeric has two lower bounds', field({ numeric: ['>', 0, '>', 1] }), 'E-EB-NUMERIC'],
    ['when numeric has three comparisons', field({ numeric: ['>', 0, '<', 5, '<', 6] }), 'E-EB-NUMERIC'],
    ['when no number is in the range', field({ numeric: ['>', 5, '<', 5] }), 'E-EB-NUMERIC'],
    ['when anything-but is null', field({ 'anything-but': null }), 'E-EB-VALUE'],
    ['when anything-but lists a boolean', field({ 'anything-but': ['a', true] }), 'E-EB-VALUE'],
    ['when anything-but mixes texts and numbers', field({ 'anything-but': ['a', 5] }), 'E-EB-VALUE'],
    ['when anything-but lists nothing', field({ 'anything-but': [] }), 'E-EB-EMPTY'],
    ['when anything-but is followed by cidr', field({ 'anything-but': { cidr: '10.0.0.0/8' } }), 'E-EB-OPERATOR'],
    ['when anything-but prefix is empty', field({ 'anything-but': { prefix: '' } }), 'E-EB-VALUE'],
    ['when anything-but suffix lists a number', field({ 'anything-but': { suffix: ['a', 5] } }), 'E-EB-VALUE'],
    ['when it names a field in two ways', { detail: { a: { b: ['x'] }, 'a.b': ['y'] } }, 'E-EB-FIELD-TWICE'],
    [
      'when $or names a field of its surroundings again',
      { detail: { a: ['x'], $or: [{ a: ['y'] }, { b: ['z'] }] } },
      'E-EB-FIELD-TWICE',
    ],
    ['when $or has one alternative, and so is a field', { $or: [{ source: ['a'] }] }, 'E-EB-OPERATOR'],
    ['when a name is no value that was given', field('{{nobody}}'), 'E-VALUE-UNKNOWN'],
    ['when a name means an object to JavaScript', JSON.parse('{"__proto__":{"a":["x"]}}'), 'E-PATH'],
  ])('%s', (_, pattern, code) => {
    expect(refusal(pattern)).toBe(code);
  });

  it('with every problem in it, each at its place', () => {
    const { problems } = readPattern({ source: 'aws.s3', detail: { eventName: [], x: [{ Prefix: 'a' }] } });
    expect(problems.map(({ code, at }) => `${code} ${at.join('.')}`)).toEqual([
      'E-EB-NO-LIST source',
      'E-EB-EMPTY detail.eventName',
      'E-EB-OPERATOR detail.x.0.Prefix',
    ]);
  });
});

describe('a named value in an event pattern', () => {
  const matches = (pattern: unknown, values: NamedValues, detail: unknown): unknown => {
    const compiled = compileEventPattern(pattern, values);
    return compiled.ok ? compiled.matches({ detail }) : compiled.problems;
  };

  it('stands for its value, a list member by member', () => {
    const pattern = field('{{names}}', 'StopLogging');
    for (const eventName of ['DeleteTrail', 'UpdateTrail', 'StopLogging']) {
      expect(matches(pattern, { names: ['DeleteTrail', 'UpdateTrail'] }, { eventName })).toBe(true);
    }
    expect(matches(pattern, { names: 'DeleteTrail' }, { eventName: 'UpdateTrail' })).toBe(false);
  });

  it('is the operand of an operator', () => {
    expect(matches(field({ prefix: '{{start}}' }), { start: 'Stop' }, { eventName: 'StopLogging' })).toBe(true);
    const others = field({ 'anything-but': '{{names}}' });
    expect(matches(others, { names: ['a', 'b'] }, { eventName: 'b' })).toBe(false);
    expect(matches(others, { names: ['a', 'b'] }, { eventName: 'c' })).toBe(true);
    expect(matches(field({ prefix: '{{list}}' }), { list: ['a'] }, {})).toMatchObject([{ code: 'E-EB-VALUE' }]);
  });

  it('is text inside of other text, and inside of a value', () => {
    expect(matches(field('a{{b}}'), {}, { eventName: 'a{{b}}' })).toBe(true);
    expect(matches(field('{{a}}'), { a: ['{{b}}'] }, { eventName: '{{b}}' })).toBe(true);
  });
});
