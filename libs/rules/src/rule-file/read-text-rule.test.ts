import { formatProblem } from '@trailhound/contracts';
import { describe, expect, it } from 'vitest';
import { loadRuleSet } from '../rule-set/load-rule-set.js';

function load(text: string, path = 'rules/lab/trail.yaml') {
  return loadRuleSet([{ path, text }]);
}

describe('a rule file', () => {
  it('needs a condition only; everything else has a default', () => {
    const { rules, problems } = load('condition: eventName = "StopLogging"\n');
    expect(problems).toEqual([]);
    expect(rules[0]).toMatchObject({
      id: 'trail',
      title: 'trail',
      severity: 'medium',
      enabled: true,
      audit: false,
      language: 'threatstack',
      conditionText: 'eventName = "StopLogging"',
      groupBy: [],
      threshold: null,
      dedupMs: null,
      suppressions: [],
      tests: [],
    });
  });

  it('carries every key it may have into the rule', () => {
    const { rules, problems, lints } = load(`
id: trail-stopped
title: "{user} stopped {requestParameters.name}"
description: Someone turned logging off.
severity: critical
enabled: false
audit: true
language: threatstack
condition: eventName = "StopLogging" and awsRegion in {{regions}}
groupBy: [user]
dedup: 1h
suppressions:
  - { when: user = "terraform", reason: rollout, owner: platform, from: 2026-01-01, until: 2026-02-01T12:00:00Z }
values: { regions: [eu-central-1, us-east-1] }
actions: [{ notify: secops }]
fields: [requestParameters.name, ip]
tags: [tampering]
frameworks: { CIS: [3.10, "4.5"], MITRE: [T1562.008] }
runbook: Ask the owner of the trail.
reference: https://docs.example/trail
tests:
  - { name: stops, event: { eventName: StopLogging, awsRegion: us-east-1 }, expect: match }
  - { name: twice, events: [{ eventName: StopLogging }, { eventName: x }], expect: { alerts: 0 } }
lint: { accept: [I-ABSENT] }
`);
    expect(problems).toEqual([]);
    expect(lints).toEqual([]);
    expect(rules[0]).toMatchObject({
      id: 'trail-stopped',
      severity: 'critical',
      enabled: false,
      audit: true,
      dedupMs: 3_600_000,
      fields: [{ name: 'requestParameters.name' }, { name: 'ip' }],
      tags: ['tampering'],
      frameworks: { CIS: ['3.10', '4.5'], MITRE: ['T1562.008'] },
      runbook: 'Ask the owner of the trail.',
      reference: 'https://docs.example/trail',
      actions: [{ notify: 'secops' }],
      acceptedLints: ['I-ABSENT'],
      suppressions: [
        {
          id: 'trail-stopped/suppression-1',
          reason: 'rollout',
          owner: 'platform',
          fromMs: Date.UTC(2026, 0, 1),
          untilMs: Date.UTC(2026, 1, 1, 12),
        },
      ],
      tests: [
        { name: 'stops', expect: 'match', events: [{ eventName: 'StopLogging', awsRegion: 'us-east-1' }] },
        { name: 'twice', expect: { alerts: 0 }, events: [{ eventName: 'StopLogging' }, { eventName: 'x' }] },
      ],
    });
  });

  it('is read the same as YAML and as JSON', () => {
    const rule = { id: 'x', condition: 'eventName = "A"', threshold: { count: 2, within: '5m' } };
    const fromJson = load(JSON.stringify(rule, null, '\t'), 'x.json').rules[0];
    const fromYaml = load('id: x\ncondition: eventName = "A"\nthreshold: {count: 2, within: 5m}\n', 'x.yml').rules[0];
    expect(fromJson?.stateHash).toBe(fromYaml?.stateHash);
  });

  it('keeps the events of its tests as they are, also with names that mean something to JavaScript', () => {
    const { rules } = load(
      'condition: a = 1\ntests: [{name: n, expect: match, event: {"__proto__": {"x": 1}, a: null}}]\n',
    );
    expect(JSON.stringify(rules[0]?.tests[0]?.events)).toBe('[{"__proto__":{"x":1},"a":null}]');
  });
});

describe('a mistake in a rule file is reported with file, line, column and a way out', () => {
  it.each([
    [
      'a misspelt key',
      'condition: a = 1\nseverty: high\n',
      'trail.yaml:2:1: RULE_UNKNOWN_KEY rule trail: severty is not a known key (fix: did you mean severity?)',
    ],
    [
      'a misspelt condition',
      'id: x\nconditon: a = 1\n',
      'trail.yaml:2:1: RULE_UNKNOWN_KEY rule x: conditon is not a known key (fix: did you mean condition?)',
    ],
    [
      'an unknown severity',
      'condition: a = 1\nseverity: hihg\n',
      'trail.yaml:2:11: RULE_BAD_VALUE rule trail: severity must be one of critical, high, medium, low, info, not "hihg" (fix: did you mean high?)',
    ],
    [
      'a key inside a suppression',
      'condition: a = 1\nsuppressions:\n  - {when: b = 1, reason: r, owner: o, untill: 2026-01-01}\n',
      'trail.yaml:3:40: RULE_UNKNOWN_KEY rule trail: suppressions[0].untill is not a known key (fix: did you mean until?)',
    ],
    [
      'a missing reason',
      'condition: a = 1\nsuppressions:\n  - {when: b = 1, owner: o}\n',
      'trail.yaml:3:5: RULE_MISSING_KEY rule trail: suppressions[0].reason is missing',
    ],
    [
      'a bad name for a value',
      'condition: a = 1\nvalues: {"a b": 1}\n',
      'trail.yaml:2:10: RULE_BAD_VALUE rule trail: values.a b must be named with letters, digits, _ and - only',
    ],
    [
      'a test with neither event nor events',
      'condition: a = 1\ntests: [{name: n, expect: match}]\n',
      'trail.yaml:2:9: RULE_BAD_VALUE rule trail: tests[0] must have either event or events',
    ],
    [
      'an account number without quotes',
      'condition: a = 1\naccounts: [012345678901]\n',
      'trail.yaml:2:12: RULE_BAD_VALUE rule trail: accounts[0] must be text: put the number in quotes, not 12345678901',
    ],
    [
      'a date no calendar has',
      'condition: a = 1\nsuppressions:\n  - {when: b = 1, reason: r, owner: o, until: 2026-02-30}\n',
      'trail.yaml:3:47: RULE_BAD_TIME rule trail: suppressions[0].until (2026-02-30) is no date or time (fix: write 2026-12-31 or 2026-12-31T18:00:00Z)',
    ],
    [
      'an end before the start',
      'condition: a = 1\nsuppressions:\n  - {when: b = 1, reason: r, owner: o, from: 2026-02-02, until: 2026-02-01}\n',
      'trail.yaml:3:65: SUPPRESSION_BAD_PERIOD rule trail: suppressions[0].until (2026-02-01) is not after from (2026-02-02)',
    ],
    [
      'a trigger key in another language',
      'language: threatstack\ncondition: a = 1\neventNames: [CreateTrail]\n',
      'trail.yaml:3:1: RULE_TRIGGER_KEY rule trail: eventNames belongs to trigger languages; a threatstack rule would not look at it (fix: say it in the condition, or name a trigger language such as gorillastack)',
    ],
    [
      'a mapping as a text condition',
      'language: threatstack\ncondition: {a: [1]}\n',
      'trail.yaml:2:12: RULE_BAD_VALUE rule trail: condition must be text',
    ],
    [
      'no condition',
      'language: threatstack\nid: x\n',
      'trail.yaml:1:1: RULE_MISSING_KEY rule x: condition is missing: a threatstack rule needs one',
    ],
    [
      'a title over several lines',
      'condition: a = 1\ntitle: "a\\nb"\n',
      'trail.yaml:2:8: RULE_BAD_VALUE rule trail: title must be one line of text that is not empty, not "a\\nb"',
    ],
  ])('%s', (_what, text, expected) => {
    const { rules, problems } = load(text, 'trail.yaml');
    expect(rules).toEqual([]);
    expect(problems.map(formatProblem)).toContain(expected);
  });

  it('inside a condition the place is the very character, block scalar or not', () => {
    const { problems } = load('id: x\nlanguage: threatstack\ncondition: |\n  eventName = "A"\n    and awsRegion ==\n');
    expect(problems.map(({ place }) => place)).toEqual([{ file: 'rules/lab/trail.yaml', line: 5, column: 21 }]);
  });

  it('inside the filter of a suppression as well', () => {
    const { problems } = load(
      "condition: a = 1\nsuppressions:\n  - reason: r\n    owner: o\n    when: 'user = ''x'' or'\n",
    );
    expect(problems.map(({ place }) => [place?.line, place?.column])).toEqual([[5, 27]]);
  });

  it('all mistakes of a document are reported at once', () => {
    const { problems } = load('id: ""\nseverity: 9\nenabled: maybe\ngroupBy: user\ncondition: 3\n');
    expect(problems.map(({ place }) => place?.line)).toEqual([1, 2, 3, 4, 5]);
  });

  it('a line of a hundred thousand letters with a control character at its end is refused at once', () => {
    const started = performance.now();
    expect(load(`condition: a = 1\nid: "${'a'.repeat(100_000)}\\u0001"\n`).rules).toEqual([]);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
