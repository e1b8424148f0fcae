import { viewOf } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import { explainPlan } from '../../compile/rule-plan.js';
import { AskingView, askedOf } from '../../condition/asking-view.js';
import { compileCondition } from '../../condition/compile-condition.js';
import { questionsIn } from '../../condition/walk-condition.js';
import { why } from '../../explain/why.js';
import { isLintCode } from '../../lint/lint-codes.js';
import type { Rule } from '../../rule.js';
import { type LoadedRules, loadRuleSet } from '../../rule-set/load-rule-set.js';
import { jsonataLanguage } from './jsonata.js';

function load(condition: string, more: object = {}): LoadedRules {
  const document = { id: 'r', title: 't', language: 'jsonata', condition, ...more };
  return loadRuleSet([{ path: 'r.json', text: JSON.stringify(document) }]);
}

function ruleOf(condition: string, more: object = {}): Rule {
  const { rules, problems } = load(condition, more);
  const [rule] = rules;
  if (rule === undefined) throw new Error(JSON.stringify(problems));
  return rule;
}

/** The outcome as conditions know it; `asked` where it hangs on an answer. */
function outcome(condition: string, record: object, more: object = {}): string {
  const view = new AskingView(viewOf(record));
  const known = compileCondition(ruleOf(condition, more).condition)(view);
  return askedOf(view).length > 0 ? 'asked' : known;
}

describe('a jsonata expression that conditions can say', () => {
  it.each([
    ['a.b = "x"', { a: { b: 'x' } }, 'match'],
    ['a.b = "x"', { a: { b: 'X' } }, 'no-match'],
    ['a.b = "x"', {}, 'no-match'],
    ['a.b != "x"', {}, 'no-match'],
    ['a.b != "x"', { a: { b: 'y' } }, 'match'],
    ['a = null', { a: null }, 'match'],
    ['a = null', {}, 'no-match'],
    ['a = 5', { a: '5' }, 'no-match'],
    ['a in ["x", 5]', { a: 5 }, 'match'],
    ['tags = "a"', { tags: ['a'] }, 'no-match'],
    ['$exists(errorCode)', { errorCode: null }, 'match'],
    ['$not($exists(errorCode))', {}, 'match'],
    ['$not(errorCode)', {}, 'no-match'],
    ['$not(errorCode)', { errorCode: '' }, 'match'],
    ['$contains(userAgent, "S3")', { userAgent: 'S3Console' }, 'match'],
    ['$not($contains(userAgent, "S3"))', {}, 'no-match'],
    ['(a = 1 or a = 2) and $boolean(b)', { a: 2, b: 'x' }, 'match'],
    ['a and b', { a: {}, b: 1 }, 'no-match'],
    ['$.a.`odd name` = true', { a: { 'odd name': true } }, 'match'],
    // What JSONata has rules of its own for is asked.
    ['a.b = "x"', { a: [{ b: 'x' }] }, 'asked'],
    ['$contains(userAgent, "S3")', { userAgent: 5 }, 'asked'],
    ['a > 5', { a: 6 }, 'asked'],
    ['"a" in tags', { tags: ['a'] }, 'asked'],
  ])('%s on %j: %s', (condition, record, expected) => {
    expect(outcome(condition, record)).toBe(expected);
  });

  it('binds named values, as placeholders and as variables', () => {
    const values = { name: 'x', names: ['x', 'y'] };
    for (const condition of ['a = {{name}}', 'a = $name', 'a in {{ names }}', 'a in $names']) {
      expect(outcome(condition, { a: 'x' }, { values })).toBe('match');
      expect(outcome(condition, { a: 'z' }, { values })).toBe('no-match');
    }
    expect(outcome('a = "{{name}}"', { a: '{{name}}' }, { values })).toBe('match');
    expect(load('a = {{nam}}', { values }).problems).toMatchObject([{ code: 'E-VALUE-UNKNOWN' }]);
  });

  it('is asked of the envelope where the rule says so', () => {
    const jsonata = { root: 'envelope' };
    const record = { eventSource: 's3.amazonaws.com', eventName: 'X' };
    expect(outcome('source = "aws.s3" and detail.eventName = "X"', record, { jsonata })).toBe('match');
    expect(outcome('source = "aws.s3"', record)).toBe('no-match');
    expect(load('a', { jsonata: { root: 'detail' } }).problems[0]?.code).toBe('RULE_BAD_VALUE');
  });
});

describe('a jsonata rule', () => {
  it('is found by the event names its expression requires, though the rest is asked', () => {
    const rule = ruleOf('eventName in ["A", "B"] and $count(items) > 1');
    expect(explainPlan(rule)).toMatchObject({ bucket: 'eventName', values: ['A', 'B'] });
    expect(outcome(rule.conditionText, { eventName: 'C', items: [1, 2] })).toBe('no-match');
    expect(outcome(rule.conditionText, { eventName: 'A', items: [1, 2] })).toBe('asked');
    expect(explainPlan(ruleOf('eventName = "A" or eventName = "B" and $count(items) > 1'))).toMatchObject({
      bucket: 'eventName',
      values: ['A', 'B'],
    });
    expect(explainPlan(ruleOf('eventName = "A" and userIdentity.arn = "x"')).bucket).toBe('eventName');
  });

  it('says why it matched', () => {
    const record = { eventName: 'A', a: { b: 'x' } };
    expect(why(ruleOf('eventName = "A" and a.b in ["x", "y"]'), viewOf(record))).toContain('eventName is "A"');
  });

  it('asks one question for equal expressions, another for other values or another root', () => {
    const keyOf = (more: object) => questionsIn(ruleOf('$count(a) > $n', more).condition)[0]?.key;
    expect(keyOf({ values: { n: 1 } })).toBe(keyOf({ values: { n: 1 } }));
    expect(keyOf({ values: { n: 1 } })).not.toBe(keyOf({ values: { n: 2 } }));
    expect(keyOf({ values: { n: 1 } })).not.toBe(keyOf({ values: { n: 1 }, jsonata: { root: 'envelope' } }));
  });

  it('must be named: much of every language reads as JSONata', () => {
    const text = JSON.stringify({ id: 'r', condition: '$count(a) > 1' });
    expect(loadRuleSet([{ path: 'r.json', text }]).rules).toEqual([]);
  });

  it.each([
    ['$eval("1")', 'E-FUNCTION'],
    ['$map(["1"], $eval)', 'E-FUNCTION'],
    ['$random() > 0.5', 'E-FUNCTION'],
    ['$shuffle(a)[0] = 1', 'E-FUNCTION'],
    ['$contains(a, /(?=x)/)', 'E-REGEX'],
    ['$contains(a, /(a)\\1/)', 'E-REGEX'],
    ['a = ', 'E-SYNTAX'],
    ['', 'E-SYNTAX'],
    ['"open', 'E-SYNTAX'],
    [`${'('.repeat(2_000)}a${')'.repeat(2_000)}`, 'E-LIMIT'],
    [`${'-'.repeat(2_000)}1`, 'E-LIMIT'],
    [`a = "${'x'.repeat(20_000)}"`, 'E-LIMIT'],
  ])('with %s is refused: %s', (condition, code) => {
    expect(load(condition).problems[0]?.code).toBe(code);
  });

  it.each([
    ['a chain of "and"', Array.from({ length: 1_000 }, (_, n) => `a != "${n}"`).join(' and ')],
    ['a chain of members', `a${'.a'.repeat(4_000)} = 1`],
    ['a chain of sums', `a = ${Array.from({ length: 2_000 }, () => '1').join(' + ')}`],
    ['a chain of steps', Array.from({ length: 2_000 }, () => 'a').join(' ~> ')],
    ['filters', `a${'[1]'.repeat(3_000)}`],
    ['questions', `${'a ? '.repeat(1_500)}1`],
  ])('with %s without end is read or refused, never an exception', (_what, condition) => {
    const result = jsonataLanguage.lower(condition, {});
    if (!result.ok) expect(result.problems[0]?.code).toMatch(/^E-(LIMIT|SYNTAX|PATH)$/);
    else expect(['match', 'no-match', 'error']).toContain(compileCondition(result.value.condition)(viewOf({ a: 1 })));
  });

  it.each([
    ['I-SCAN', '$count(items) > 1', {}, undefined],
    [
      'W-UNKNOWN-FIELD',
      'eventName = "X" and userIdentity.typ = "Root"',
      {},
      'eventName = "X" and userIdentity.type = "Root"',
    ],
    [
      'W-NODETAIL',
      'source = "aws.iam" and eventName = "X"',
      { jsonata: { root: 'envelope' } },
      'source = "aws.iam" and detail.eventName = "X"',
    ],
  ])('has lint %s for %s', (code, condition, more, fixed) => {
    const [found, ...others] = load(condition, more).lints.filter((lint) => lint.code === code);
    expect([found?.code, others.length, isLintCode(code)]).toEqual([code, 0, true]);
    const { span, text } = found?.fix ?? {};
    if (fixed !== undefined) expect(condition.slice(0, span?.start) + text + condition.slice(span?.end)).toBe(fixed);
  });

  it('has nothing said about it where nothing is to say', () => {
    expect(load('eventName = "X" and userIdentity.type = "Root" and $sum(items.(size * 2)) > 5').lints).toEqual([]);
  });
});
