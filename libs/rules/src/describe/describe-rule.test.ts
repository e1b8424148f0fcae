import { describe, expect, it } from 'vitest';
import { loadRuleSet } from '../rule-set/load-rule-set.js';
import { createDescriber } from './describe-rule.js';

const { rules, problems } = loadRuleSet([
  {
    path: 'rules/acme/trail.yaml',
    pack: 'acme',
    text: `
id: trail-changed
title: Trail changed by {user}
severity: high
language: threatstack
condition: >-
  eventName in ("StopLogging", "DeleteTrail") and eventSource = "cloudtrail.amazonaws.com"
  and not (errorCode != null or sourceIPAddress starts_with "10.")
groupBy: [user]
threshold: { count: 3, within: 10m }
fields: [requestParameters.name]
tags: [attack.t1562.008]
frameworks: { CIS: ["3.5"], "MITRE ATT&CK": ["TA0005:T1562"] }
falsePositives: []
---
id: trail-stopped
language: threatstack
condition: eventName = "StopLogging" and eventSource = "cloudtrail.amazonaws.com"
`.replace('falsePositives: []\n', ''),
  },
]);

describe('describing a rule without an event', () => {
  expect(problems).toEqual([]);
  const describeRule = createDescriber(rules);
  const [changed, stopped] = rules.map(describeRule);

  it('lists its conditions one by one, in words', () => {
    expect(changed?.condition.slice(0, 2)).toEqual([
      'eventName is one of "StopLogging", "DeleteTrail"',
      'eventSource is "cloudtrail.amazonaws.com"',
    ]);
  });

  it('tells what it looks for from what it sets aside', () => {
    expect(changed?.indicators.map(({ field }) => field)).toEqual(['eventName', 'eventSource']);
    expect(changed?.exclusions.map(({ field }) => field)).toContain('sourceIPAddress');
  });

  it('counts how many other rules look for the same', () => {
    const shared = (field: string) => changed?.indicators.find((indicator) => indicator.field === field)?.usedByOthers;
    expect([shared('eventSource'), shared('eventName')]).toEqual([1, 0]);
  });

  it('names the rules that watch the same event', () => {
    expect(changed?.eventNames).toEqual(['DeleteTrail', 'StopLogging']);
    expect(changed?.watchingTheSame).toEqual(['trail-stopped']);
    expect(stopped?.watchingTheSame).toEqual(['trail-changed']);
  });

  it('reads ATT&CK and CIS from tags and frameworks alike', () => {
    expect(changed?.frameworks).toEqual({
      attackTechniques: ['T1562', 'T1562.008'],
      attackTactics: ['TA0005'],
      cis: ['3.5'],
    });
  });

  it('says how it counts', () => {
    expect(changed?.counting).toBe('3 records within 10 min by user; one alert each 10 min');
    expect(stopped?.counting).toBe('every matching record is an alert');
  });

  it('names the fields of its alerts with their source', () => {
    expect(changed?.outputFields.at(-1)).toEqual({ name: 'requestParameters.name', source: 'requestParameters.name' });
  });
});
