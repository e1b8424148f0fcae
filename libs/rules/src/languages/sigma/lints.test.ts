import { describe, expect, it } from 'vitest';
import { applyFixes } from '../../lint/apply-fixes.js';
import { loadRuleSet } from '../../rule-set/load-rule-set.js';

const head = 'title: t\nid: r\nlogsource: {product: aws, service: cloudtrail}\n';

function lintsOf(text: string) {
  return loadRuleSet([{ path: 'a.yml', text: head + text }]).lints.map(({ code, place, advice }) => [
    code,
    place.line,
    advice,
  ]);
}

describe('the lints of a sigma document', () => {
  it.each<[string, string, readonly unknown[]]>([
    [
      'a field CloudTrail does not write',
      'detection:\n  s:\n    eventNmae: x\n  condition: s\n',
      ['W-UNKNOWN-FIELD', 6, 'did you mean eventName?'],
    ],
    [
      'a search the condition does not use',
      'detection:\n  s: {eventName: x}\n  t: {eventName: y}\n  condition: s\n',
      ['W-UNUSED-SEARCH', 6, 'name it in the condition, or delete it'],
    ],
    [
      'a timeframe that counts nothing',
      'detection:\n  s: {eventName: x}\n  timeframe: 5m\n  condition: s\n',
      ['W-UNUSED-SEARCH', 6, 'write a correlation with timespan over this rule, or delete it'],
    ],
    [
      'a negation that holds for what is absent',
      'detection:\n  s: {errorCode|neq: x}\n  condition: s\n',
      ['I-ABSENT', 5, 'add errorCode|exists: true if that is not meant'],
    ],
    [
      'a level nobody knows',
      'level: hihg\ndetection:\n  s: {eventName: x}\n  condition: s\n',
      ['W-UNKNOWN-LEVEL', 4, 'write critical, high, medium, low or informational'],
    ],
    [
      'a code that is none',
      'lint: {accept: [W-CURLI]}\ndetection:\n  s: {eventName: x}\n  condition: s\n',
      ['W-UNKNOWN-LINT', 4, 'did you mean W-CURLY?'],
    ],
  ])('%s', (_name, text, expected) => {
    expect(lintsOf(text)).toEqual([expected]);
  });

  it('are not told where the file accepts them', () => {
    expect(lintsOf('lint: {accept: [I-ABSENT]}\ndetection:\n  s: {errorCode|neq: x}\n  condition: s\n')).toEqual([]);
  });

  it('of keywords in capitals are fixed in place', () => {
    const text = `${head}detection:\n  s: {eventName: x}\n  t: {eventName: y}\n  condition: ALL OF Them AND Not t # why\n`;
    const { lints } = loadRuleSet([{ path: 'a.yml', text }]);
    expect(lints.map(({ code }) => code)).toEqual(Array.from({ length: 5 }, () => 'I-KEYWORD-CASE'));
    const fixed = applyFixes('a.yml', text, lints).text;
    expect(fixed).toContain('condition: all of them and not t # why');
    expect(loadRuleSet([{ path: 'a.yml', text: fixed }]).lints).toEqual([]);
  });

  it('of a percentile that is not named', () => {
    const text = `${head}detection: {s: {eventName: x}, condition: s}\n---\nid: c\ncorrelation: {type: value_percentile, rules: [r], timespan: 1h, condition: {field: a, gt: 5}}\n`;
    expect(loadRuleSet([{ path: 'a.yml', text }]).lints.map(({ code }) => code)).toEqual(['W-PERCENTILE']);
  });
});
