import { viewOf } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../condition/compile-condition.js';
import { loadRuleSet } from '../../rule-set/load-rule-set.js';
import type { NamedValues } from '../language.js';
import { cloudwatch } from './cloudwatch.js';
import { naiveMatches } from './naive-filter-pattern.oracle.js';
import { parsePattern } from './parser.js';

type Json = Record<string, unknown>;

function outcome(pattern: string, record: Json, values: NamedValues = {}): string {
  const result = cloudwatch.lower(pattern, values);
  if (!result.ok) return result.problems.map(({ code, message }) => `${code} ${message}`).join('; ');
  const naive = naiveMatches(parsePattern(pattern).pattern, record, values) ? 'match' : 'no-match';
  expect(compileCondition(result.value.condition)(viewOf(record))).toBe(naive);
  return naive;
}

const holds = (test: string, x: unknown, values: NamedValues = {}) => outcome(`{ ${test} }`, { x }, values);

describe('a test of a filter pattern', () => {
  it.each<[string, string, unknown, string]>([
    ['equals a text of the same case only', '$.x = "Stop"', 'stop', 'no-match'],
    ['needs no quotes around plain words', '$.x = s3.amazonaws.com', 's3.amazonaws.com', 'match'],
    ['needs no spaces', '$.x="a"', 'a', 'match'],
    ['equals a number as number', '$.x = 404', 404, 'match'],
    ['equals a number as text', '$.x = "123456789012"', '123456789012', 'match'],
    ['equals a number in quotes too', '$.x = "404"', 404, 'match'],
    ['keeps account ids that begin with 0 as text', '$.x = 012345678901', '012345678901', 'match'],
    ['equals no other number', '$.x = 404', 40, 'no-match'],
    ['equals no boolean by its word', '$.x = true', true, 'no-match'],
    ['equals the word of a boolean', '$.x = true', 'true', 'match'],
    ['takes * at the end for any text', '$.x = "Stop*"', 'StopLogging', 'match'],
    ['takes * at the start for any text', '$.x = "*Operation"', 'Client.UnauthorizedOperation', 'match'],
    ['takes * on both ends for any text', '$.x = *Auth*', 'UnAuthorized', 'match'],
    ['takes * inside of a text for a star', '$.x = "a*b"', 'axb', 'no-match'],
    ['finds a star inside of a text', '$.x = "a*b"', 'a*b', 'match'],
    ['takes * alone for any single value', '$.x = *', false, 'match'],
    ['takes null for no value', '$.x = *', null, 'no-match'],
    ['compares no list', '$.x = *', ['a'], 'no-match'],
    ['compares no list, unequal neither', '$.x != "b"', ['a'], 'no-match'],
    ['compares no object', '$.x != "b"', {}, 'no-match'],
    ['differs from a text', '$.x != "b"', 'a', 'match'],
    ['differs from a text as a boolean does', '$.x != "b"', true, 'match'],
    ['does not differ as null', '$.x != "b"', null, 'no-match'],
    ['does not differ by a wildcard', '$.x != "10.0.*"', '10.0.0.1', 'no-match'],
    ['orders numbers', '$.x >= 4e2', 404, 'match'],
    ['orders no texts', '$.x > 5', '9', 'no-match'],
    ['is null by null', '$.x IS NULL', null, 'match'],
    ['is true by true only', '$.x IS TRUE', 'true', 'no-match'],
    ['is false by false', '$.x IS FALSE', false, 'match'],
    ['exists as null', '$.x EXISTS', null, 'match'],
    ['searches for a pattern', '$.x = %[Ss]top|^Del%', 'DoStopIt', 'match'],
    ['fails a pattern', '$.x != %^Stop%', 'StopLogging', 'no-match'],
    ['looks into lists by index', '$.x[1] = "b"', ['a', 'b'], 'match'],
    ['looks into lists by index only', '$.x.y = "b"', [{ y: 'b' }], 'no-match'],
    ['reads names in brackets', "$.x['a b'] = 1", { 'a b': 1 }, 'match'],
    ['reads words of operators in any case', '$.x is null', null, 'match'],
  ])('%s', (_, test, value, expected) => {
    expect(holds(test, value)).toBe(expected);
  });

  it.each([
    ['$.x = *', 'no-match'],
    ['$.x != "a"', 'no-match'],
    ['$.x IS NULL', 'no-match'],
    ['$.x EXISTS', 'no-match'],
    ['$.x NOT EXISTS', 'match'],
    ['$.x < 5', 'no-match'],
  ])('of a field that is missing: %s is %s', (test, expected) => {
    expect(outcome(`{ ${test} }`, {})).toBe(expected);
  });

  it('binds && tighter than ||, parentheses tighter than both', () => {
    expect(outcome('{ $.a = 1 || $.b = 1 && $.c = 1 }', { a: 1 })).toBe('match');
    expect(outcome('{ ($.a = 1 || $.b = 1) && $.c = 1 }', { a: 1 })).toBe('no-match');
  });

  it('takes named values as values, stars in them as stars', () => {
    const values = { names: ['a', 'b*', 5], flag: true };
    expect(holds('$.x = {{names}}', 'a', values)).toBe('match');
    expect(holds('$.x = {{names}}', 'bc', values)).toBe('no-match');
    expect(holds('$.x = {{names}}', 5, values)).toBe('match');
    expect(holds('$.x != {{names}}', 'c', values)).toBe('match');
    expect(holds('$.x != {{names}}', 'a', values)).toBe('no-match');
    expect(holds('$.x = {{flag}}', true, values)).toBe('match');
    expect(holds('$.x = {{nmes}}', 'a', values)).toBe('E-VALUE-UNKNOWN no value is named "nmes"');
  });
});

describe('what is no JSON filter pattern is refused with a hint', () => {
  it.each<[string, string, string]>([
    ['nothing', '', 'the pattern is empty'],
    ['words, which are for plain text', 'ERROR -Timeout', 'patterns of words are for plain text'],
    ['columns', '[ip, user, status = 4*]', 'patterns in brackets are for logs with columns'],
    ['an open pattern', '{ $.a = b', 'this "{" is not closed'],
    ['an open group', '{ ($.a = b }', 'this "(" is not closed'],
    ['a stray parenthesis', '{ $.a = b) }', 'expected "&&", "||" or "}" here'],
    ['text behind the pattern', '{ $.a = b } x', 'text stands behind the closing "}"'],
    ['a field without $.', '{ eventName = b }', 'expected a field, which begins with "$."'],
    ['NOT in front of a test', '{ NOT $.a = b }', 'expected a field, which begins with "$."'],
    ['NOT before anything but EXISTS', '{ $.a NOT = b }', 'only "EXISTS" can follow "NOT"'],
    ['IS NOT NULL', '{ $.a IS NOT NULL }', 'expected NULL, TRUE or FALSE after "IS"'],
    ['==', '{ $.a == b }', '"==" is no operator of filter patterns'],
    ['a field without a test', '{ $.a }', 'expected an operator after $.a'],
    ['a test without a value', '{ $.a = }', 'expected a value'],
    ['an order of texts', '{ $.a > "b" }', 'expected a number after ">"'],
    ['and as a word', '{ $.a = b and $.c = d }', 'tests are joined with && and ||'],
    ['a single &', '{ $.a = b & $.c = d }', 'tests are joined with && and ||'],
    ['single quotes', "{ $.a = 'b' }", 'texts stand in double quotes'],
    ['an open quote', '{ $.a = "b }', 'this text has no closing quote'],
    ['every element of a list', '{ $.a[*].b = c }', 'filter patterns look into arrays by index only'],
    ['an empty name', '{ $.a..b = c }', 'has an empty or odd part'],
    ['parentheses in a pattern', '{ $.a = %(a|b)% }', 'CloudWatch does not take "(" in a pattern'],
    ['an open pattern between percent signs', '{ $.a = %a }', 'this pattern has no closing "%"'],
    ['an empty pattern', '{ $.a = %% }', 'the pattern is empty'],
    ['a third pattern', '{ $.a = %a% || $.a = %b% || $.a = %c% }', 'a filter pattern has at most 2 %patterns%'],
    ['a pattern RE2 does not know', '{ $.a = %[z-a]% }', 'no valid RE2 expression'],
  ])('%s', (_, pattern, message) => {
    const result = cloudwatch.lower(pattern, {});
    expect(result.ok ? 'understood' : (result.problems[0]?.message ?? '')).toContain(message);
    if (!result.ok) expect(result.problems).toHaveLength(1);
  });
});

describe('a rule document', () => {
  it('needs no language where the condition begins with a brace and has $.', () => {
    const { rules, problems } = loadRuleSet([
      { path: 'root.yaml', text: 'title: T\ncondition: \'{ $.userIdentity.type = "Root" }\'\n' },
    ]);
    expect(problems).toEqual([]);
    expect(rules).toMatchObject([{ language: 'cloudwatch', lints: [] }]);
  });

  it('is told that it was read as a filter pattern, and what is wrong with it', () => {
    const text = 'title: T\ncondition: |\n  { $.eventName = "StopLogging" &&\n    $.errorCode }\n';
    expect(loadRuleSet([{ path: 'x.yaml', text }]).problems).toMatchObject([
      {
        code: 'E-SYNTAX',
        message: 'rule x: expected an operator after $.errorCode; no language is named, so it was read as cloudwatch',
        place: { line: 4, column: 17 },
      },
    ]);
  });

  it('mutes by filter patterns too', () => {
    const when = "'{ $.userIdentity.userName = ci }'";
    const text = `title: T\ncondition: '{ $.eventName = A }'\nsuppressions: [{ when: ${when}, reason: r, owner: o, until: 2020-01-01 }]\n`;
    expect(loadRuleSet([{ path: 'x.yaml', text }]).rules[0]?.suppressions).toHaveLength(1);
  });
});
