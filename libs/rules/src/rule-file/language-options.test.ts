import { viewOf } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import { compileCondition } from '../condition/compile-condition.js';
import { loadRuleSet } from '../rule-set/load-rule-set.js';

const load = (text: string) => loadRuleSet([{ path: 'r.yaml', text }]);
const outcome = (text: string, record: unknown) =>
  compileCondition(load(text).rules[0]?.condition ?? { kind: 'true' })(viewOf(record));

describe('options of a language in a rule file', () => {
  const rule = (options: string) =>
    `id: a\nlanguage: lucene\n${options}condition: eventName:a eventName:b\nsuppressions: [{ when: eventSource:x awsRegion:y, reason: r, owner: o }]\n`;

  it('change how its condition is read, and its suppressions', () => {
    expect(outcome(rule(''), { eventName: 'a' })).toBe('match');
    const strict = rule('lucene: { defaultOperator: AND }\n');
    expect(outcome(strict, { eventName: 'a' })).toBe('no-match');
    const when = load(strict).rules[0]?.suppressions[0]?.when ?? { kind: 'true' as const };
    expect(compileCondition(when)(viewOf({ eventSource: 'x' }))).toBe('no-match');
  });

  it('change nothing of the identity its alerts have', () => {
    const [plain] = load(rule('')).rules;
    const [strict] = load(rule('lucene: { mode: strict, boolean: classic }\n')).rules;
    expect(strict?.stateHash).toBe(plain?.stateHash);
  });

  it.each<[string, string, RegExp]>([
    [
      'of another language',
      'id: a\nlanguage: threatstack\nlucene: {}\ncondition: a = "b"\n',
      /3:1 RULE_OPTION_KEY .*lucene/,
    ],
    ['with an unknown key', rule('lucene: { operator: AND }\n'), /3:11 RULE_UNKNOWN_KEY .*lucene\.operator/],
    ['with an unknown value', rule('lucene: { mode: loose }\n'), /3:17 RULE_BAD_VALUE .*compat or strict/],
  ])('%s are refused', (_, text, message) => {
    const { rules, problems } = load(text);
    expect(rules).toEqual([]);
    expect(problems.map(({ code, message, place }) => `${place?.line}:${place?.column} ${code} ${message}`)[0]).toMatch(
      message,
    );
  });
});
