import { describe, expect, it } from 'vitest';
import { loadRuleSet } from '../rule-set/load-rule-set.js';
import { lintCodes } from './lint-codes.js';

const silent = '{name: n, event: {}, expect: no-match}';
const matching = '{name: m, event: {eventName: A}, expect: match}';

function lints(keys: string, pack?: string) {
  const text = `condition: eventName = "A"\n${keys}`;
  const found = loadRuleSet([{ path: 'a.yaml', text, ...(pack !== undefined && { pack }) }]);
  expect(found.problems).toEqual([]);
  expect(found.rules[0]?.lints).toEqual(found.lints);
  return found.lints.map(({ code, place, advice }) => [
    code,
    `${place.line}:${place.column}`,
    ...(advice ? [advice] : []),
  ]);
}

describe('lint of a rule file', () => {
  it.each([
    ['no title', '', [['I-NO-TITLE', '1:1', 'give it a title']]],
    ['a title with good fields', 'title: "{user} from {sourceIPAddress} {{x}}"\n', []],
    [
      'a title with a broken path',
      'title: "{a..b} did it"\n',
      [['W-TITLE-FIELD', '2:8', 'write a path such as {userIdentity.arn}, or double the braces']],
    ],
    [
      'a title with a misspelt field',
      'title: "{userIdentity.anr}"\n',
      [['W-UNKNOWN-FIELD', '2:8', 'did you mean arn?']],
    ],
    [
      'a group by something unique',
      'title: t\ngroupBy: [user, eventID]\n',
      [['W-GROUP-UNIQUE', '3:17', 'group by who or where, such as userIdentity.arn or sourceIPAddress']],
    ],
    [
      'a misspelt group',
      'title: t\ngroupBy: [sourceIpAddress]\n',
      [['W-UNKNOWN-FIELD', '3:11', 'did you mean sourceIPAddress?']],
    ],
    [
      'a misspelt distinct',
      'title: t\nthreshold: {count: 2, within: 1h, distinct: awsRegoin}\n',
      [['W-UNKNOWN-FIELD', '3:45', 'did you mean awsRegion?']],
    ],
    [
      'a misspelt field',
      'title: t\nfields: [eventSouce]\n',
      [['W-UNKNOWN-FIELD', '3:10', 'did you mean eventSource?']],
    ],
    [
      'an unknown code to accept',
      'title: t\nlint: {accept: [I-NO-TITEL]}\n',
      [['W-UNKNOWN-LINT', '3:17', 'did you mean I-NO-TITLE?']],
    ],
    [
      'a suppression without end',
      'title: t\nsuppressions: [{when: a = 1, reason: r, owner: o}]\n',
      [
        ['W-UNKNOWN-FIELD', '3:23', 'compare the field with a record of that call; names are case-sensitive'],
        ['W-NO-END', '3:16', 'give it an until within 90 days, or put the exception into the rule itself'],
      ].reverse(),
    ],
  ])('%s', (_what, keys, expected) => {
    expect(lints(keys)).toEqual(expected);
  });

  it('asks rules of a pack for a case that matches and one that is silent', () => {
    expect(lints('title: t\n')).toEqual([]);
    const codes = (tests: string) => lints(`title: t\ntests: [${tests}]\n`, 'lab').map(([code]) => code);
    expect(codes('')).toEqual(['I-NO-TESTS']);
    expect(codes(matching)).toEqual(['I-NO-TESTS']);
    expect(codes(silent)).toEqual(['I-NO-TESTS']);
    expect(codes(`${matching}, ${silent}`)).toEqual([]);
  });

  it('leaves out what the file accepts', () => {
    expect(lints('groupBy: [eventID]\nlint: {accept: [I-NO-TITLE, W-GROUP-UNIQUE]}\n')).toEqual([]);
  });

  it('orders findings by place', () => {
    expect(lints('groupBy: [eventID]\nfields: [eventSouce]\n').map(([, place]) => place)).toEqual([
      '1:1',
      '2:11',
      '3:10',
    ]);
  });

  it('has a sentence for every code', () => {
    for (const [code, { meaning, action }] of Object.entries(lintCodes)) {
      expect(`${code}: ${meaning} ${action}`).toMatch(/^[EWI]-[A-Z-]+: [A-Z`].*\. .*\.$/);
    }
  });
});
