import { describe, expect, it } from 'vitest';
import { rulesOf } from '../testing/rules-of.js';
import { runRuleTests } from './run-rule-tests.js';

const run = (yaml: string) => runRuleTests(rulesOf(yaml).rules);

function ruleWithTest(test: string, rule = '') {
  return `id: r\ncondition: eventName = "StopLogging"\n${rule}tests:\n  - ${test}\n`;
}

describe('a test inside a rule file', () => {
  const stop = '{eventName: StopLogging, eventSource: cloudtrail.amazonaws.com}';
  const start = '{eventName: StartLogging, eventSource: cloudtrail.amazonaws.com}';

  it.each([
    { test: `{name: t, event: ${stop}, expect: match}`, passed: true },
    { test: `{name: t, event: ${start}, expect: match}`, passed: false },
    { test: `{name: t, event: ${start}, expect: no-match}`, passed: true },
    { test: `{name: t, event: ${stop}, expect: no-match}`, passed: false },
    { test: `{name: t, events: [${start}, ${stop}], expect: match}`, passed: true },
    { test: `{name: t, events: [${stop}, ${start}, ${stop}], expect: {alerts: 2}}`, passed: true },
    { test: `{name: t, events: [${stop}], expect: {alerts: 0}}`, passed: false },
    { test: '{name: t, event: {}, expect: no-match}', passed: true },
  ])('$test passes: $passed', ({ test, passed }) => {
    expect(run(ruleWithTest(test)).map((result) => result.passed)).toEqual([passed]);
  });

  it('counts equal events without eventID as many, and copies of one eventID as one', () => {
    const threshold = 'threshold: {count: 3, within: 10m}\n';
    const thrice = (event: string) => `{name: t, events: [${event}, ${event}, ${event}], expect: {alerts: 1}}`;
    expect(run(ruleWithTest(thrice(stop), threshold))[0]?.passed).toBe(true);
    const copy = stop.replace('}', ', eventID: 0f3e7a52-6c1f-4e0e-9d3e-6f0f3a1b2c3d}');
    expect(run(ruleWithTest(thrice(copy), threshold))[0]?.seen).toMatchObject({ matches: 3, alerts: 0 });
  });

  it('takes its times from the events where they have them', () => {
    const at = (time: string) => stop.replace('}', `, eventTime: "2026-01-15T${time}:00Z"}`);
    const two = `{name: t, events: [${at('10:00')}, ${at('10:30')}], expect: {alerts: 0}}`;
    expect(run(ruleWithTest(two, 'threshold: {count: 2, within: 10m}\n'))[0]?.passed).toBe(true);
  });

  it('runs for a disabled rule too, on fresh state each', () => {
    const tests = `enabled: false\nthreshold: {count: 2, within: 10m}\ntests:\n${[1, 2].map((n) => `  - {name: t${n}, event: ${stop}, expect: {alerts: 0}}\n`).join('')}`;
    expect(run(`id: r\ncondition: eventName = "StopLogging"\n${tests}`).map(({ passed }) => passed)).toEqual([
      true,
      true,
    ]);
  });

  it('tells suppressed alerts from those people see', () => {
    const quiet = 'suppressions: [{when: userAgent = "bot", reason: known, owner: ops}]\n';
    const bot = stop.replace('}', ', userAgent: bot}');
    const [result] = run(ruleWithTest(`{name: t, events: [${bot}, ${stop}], expect: {alerts: 1}}`, quiet));
    expect(result).toMatchObject({ passed: true, seen: { matches: 2, alerts: 1, suppressed: 1, errors: 0 } });
  });

  it('that fails says what was expected, seen and why', () => {
    const [result] = run(ruleWithTest(`{name: stops, event: ${start}, expect: match}`));
    expect(result).toMatchObject({
      passed: false,
      expected: 'a match',
      seen: { matches: 0 },
      test: { name: 'stops', place: { file: 'rules.yaml', line: 4 } },
    });
    expect(result?.explanations[0]).toMatchObject({
      event: 1,
      explanation: { outcome: 'no-match' },
      sentences: ['eventName is "StopLogging" does not hold (seen: "StartLogging")'],
    });
  });
});
