import { describe, expect, it } from 'vitest';
import { loadRuleSet } from '../rule-set/load-rule-set.js';

const head = 'id: burst\ntitle: t\ncondition: eventName = "ConsoleLogin"\n';

function load(keys: string) {
  return loadRuleSet([{ path: 'burst.yaml', text: head + keys }]);
}

function counted(keys: string) {
  const { rules, problems } = load(keys);
  expect(problems).toEqual([]);
  const [rule] = rules;
  return rule && { threshold: rule.threshold, dedupMs: rule.dedupMs, groupBy: rule.groupBy.map(({ name }) => name) };
}

describe('how a rule counts where its file says little', () => {
  it.each([
    ['a plain rule: every match is an alert, no group', '', { threshold: null, dedupMs: null, groupBy: [] }],
    ['a plain rule keeps its group', 'groupBy: [user]\n', { threshold: null, dedupMs: null, groupBy: ['user'] }],
    [
      'a threshold: dedup is as long as the window, groups are accounts',
      'threshold: { count: 5, within: 10m }\n',
      { threshold: { count: 5, withinMs: 600_000 }, dedupMs: 600_000, groupBy: ['recipientAccountId'] },
    ],
    [
      'a threshold with a group and a longer dedup',
      'threshold: { count: 5, within: 10m }\ngroupBy: [sourceIPAddress, user]\ndedup: 1d\n',
      { threshold: { count: 5, withinMs: 600_000 }, dedupMs: 86_400_000, groupBy: ['sourceIPAddress', 'user'] },
    ],
    [
      'a threshold of 1 is a plain rule; its window is unused',
      'threshold: { count: 1, within: 10m }\n',
      { threshold: null, dedupMs: null, groupBy: [] },
    ],
    ['a threshold of 1 needs no window', 'threshold: { count: 1 }\n', { threshold: null, dedupMs: null, groupBy: [] }],
    [
      'a threshold of 1 with dedup none is a plain rule as well',
      'threshold: { count: 1, within: 1h }\ndedup: none\n',
      { threshold: null, dedupMs: null, groupBy: [] },
    ],
    [
      'a threshold of 1 with dedup is a plain rule with buckets, by account',
      'threshold: { count: 1, within: 1h }\ndedup: 5m\n',
      { threshold: null, dedupMs: 300_000, groupBy: ['recipientAccountId'] },
    ],
    [
      'dedup alone makes buckets, by account',
      'dedup: 1h\n',
      { threshold: null, dedupMs: 3_600_000, groupBy: ['recipientAccountId'] },
    ],
    ['dedup none is the default written out', 'dedup: none\n', { threshold: null, dedupMs: null, groupBy: [] }],
  ])('%s', (_what, keys, expected) => {
    expect(counted(keys)).toEqual(expected);
  });

  it('a distinct count of 1 stays a threshold', () => {
    const rule = counted('threshold: { count: 1, within: 1h, distinct: ip }\n');
    expect(rule?.threshold).toMatchObject({ count: 1, withinMs: 3_600_000, distinct: { name: 'ip' } });
    expect(rule?.dedupMs).toBe(3_600_000);
  });

  it('the account of a record without recipientAccountId is that of its user', () => {
    const [rule] = load('dedup: 1h\n').rules;
    expect(rule?.groupBy[0]?.paths.map(({ segments }) => segments)).toEqual([
      ['recipientAccountId'],
      ['userIdentity', 'accountId'],
    ]);
  });
});

describe('a threshold that cannot be meant is refused, with the place', () => {
  it.each([
    [
      'count 0',
      'threshold: { count: 0, within: 1h }\n',
      'RULE_BAD_VALUE',
      'threshold.count must be at least 1, not 0',
      '4:21',
    ],
    ['count -1', 'threshold: { count: -1, within: 1h }\n', 'RULE_BAD_VALUE', 'at least 1, not -1', '4:21'],
    [
      'count a thousand million',
      'threshold: { count: 1000000000, within: 1h }\n',
      'RULE_BAD_VALUE',
      'at most 1000',
      '4:21',
    ],
    ['count 2.5', 'threshold: { count: 2.5, within: 1h }\n', 'RULE_BAD_VALUE', 'whole number', '4:21'],
    ['window 0', 'threshold: { count: 2, within: 0m }\n', 'RULE_BAD_DURATION', 'longer than 0', '4:32'],
    ['window ten years', 'threshold: { count: 2, within: 3650d }\n', 'RULE_BAD_DURATION', 'at most 31d', '4:32'],
    [
      'window beyond all numbers',
      `threshold: { count: 2, within: ${'9'.repeat(400)}d }\n`,
      'RULE_BAD_DURATION',
      'at most',
      '4:32',
    ],
    ['window as a number', 'threshold: { count: 2, within: 600 }\n', 'RULE_BAD_VALUE', 'duration such as 90s', '4:32'],
    ['no window', 'threshold: { count: 2 }\n', 'RULE_MISSING_KEY', 'threshold.within is missing', '4:12'],
    [
      'window longer than dedup',
      'threshold: { count: 2, within: 1h }\ndedup: 30m\n',
      'RULE_BAD_DEDUP',
      'shorter than threshold.within (1h)',
      '5:8',
    ],
    [
      'dedup none',
      'threshold: { count: 2, within: 1h }\ndedup: none\n',
      'RULE_BAD_DEDUP',
      'not possible with a threshold',
      '5:8',
    ],
    ['dedup 0', 'dedup: 0s\n', 'RULE_BAD_DURATION', 'dedup (0s) must be longer than 0', '4:8'],
    ['a path with a hole', 'groupBy: [user, a..b]\n', 'E-PATH', 'a..b', '4:17'],
    ['a prototype as a group', 'groupBy: [__proto__.x]\n', 'E-PATH', '__proto__', '4:11'],
    [
      'a constructor as distinct',
      'threshold: { count: 2, within: 1h, distinct: constructor }\n',
      'E-PATH',
      'constructor',
      '4:46',
    ],
    ['a path of 200 parts', `fields: [${'a.'.repeat(199)}a]\n`, 'RULE_BAD_VALUE', 'at most 256', '4:10'],
  ])('%s', (_what, keys, code, message, place) => {
    const { rules, problems, refused } = load(keys);
    expect(rules).toEqual([]);
    expect(refused.map(({ id }) => id)).toEqual(['burst']);
    const [problem] = problems;
    expect(problem?.code).toBe(code);
    expect(problem?.message).toContain(message);
    expect(problem?.message).toContain('rule burst: ');
    expect(`${problem?.place?.line}:${problem?.place?.column}`).toBe(place);
  });
});
