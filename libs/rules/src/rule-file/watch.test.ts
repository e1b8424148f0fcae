import { describe, expect, it } from 'vitest';
import { loadRuleSet } from '../rule-set/load-rule-set.js';

const load = (body: string) =>
  loadRuleSet([{ path: 'watch.yaml', text: `condition: eventName = "StopLogging"\n${body}` }]);

describe('a rule that watches for something', () => {
  it('misses what follows, by its own condition or another', () => {
    const heartbeat = load('absence: { within: 1h }\n').rules[0];
    expect(heartbeat).toMatchObject({
      dedupMs: 3_600_000,
      correlation: {
        type: 'absence',
        test: { kind: 'absence', closes: 0 },
        inputs: [{ groupBy: [{ name: 'recipientAccountId' }] }],
      },
    });
    const answered = load('groupBy: [user]\nabsence: { of: eventName = "StartLogging", within: 15m }\n').rules[0];
    expect(answered).toMatchObject({
      condition: { kind: 'or' },
      correlation: {
        needsGroup: true,
        test: { closes: 1 },
        inputs: [{ rule: { id: 'watch#opens' } }, { rule: { id: 'watch#closes' } }],
      },
    });
  });

  it('tells new values apart, each as a group of its own', () => {
    const [rule] = load('groupBy: [user]\nfirstSeen: { of: [awsRegion], within: 30d, learn: 7d }\n').rules;
    expect(rule?.groupBy.map(({ name }) => name)).toEqual(['user', 'awsRegion']);
    expect(rule?.correlation).toMatchObject({
      type: 'first_seen',
      test: { kind: 'first-seen', learnMs: 7 * 86_400_000 },
      inputs: [{ groupBy: [{ name: 'user' }], values: [{ name: 'awsRegion' }] }],
    });
  });

  it('has another identity for each thing it watches for, and none for how it is laid out', () => {
    const hashes = [
      'absence: { within: 1h }',
      'absence: { within: 2h }',
      'absence: { of: ip = "1.1.1.1", within: 1h }',
      'firstSeen: { of: [user], within: 1h }',
      'firstSeen: { of: [ip], within: 1h }',
    ];
    expect(new Set(hashes.map((body) => load(`${body}\n`).rules[0]?.stateHash)).size).toBe(hashes.length);
    expect(load('absence:\n  within: 1h\n').rules[0]?.stateHash).toBe(
      load('absence: { within: 1h }\n').rules[0]?.stateHash,
    );
  });

  it.each<[string, string, string, number]>([
    [
      'both at once',
      'absence: { within: 1h }\nfirstSeen: { of: [ip], within: 1h }',
      'firstSeen is not possible with absence',
      3,
    ],
    [
      'a threshold',
      'absence: { within: 1h }\nthreshold: { count: 2, within: 5m }',
      'threshold is not possible with absence',
      3,
    ],
    ['a dedup', 'firstSeen: { of: [ip], within: 1h }\ndedup: 1h', 'dedup is not possible with firstSeen', 3],
    [
      'a field of its own group',
      'groupBy: [ip]\nfirstSeen: { of: [ip], within: 1h }',
      'firstSeen.of names ip, by which groups are told',
      3,
    ],
    ['a field twice', 'firstSeen: { of: [ip, ip], within: 1h }', 'firstSeen.of names ip twice', 2],
    ['no time', 'absence: { within: 0m }', 'absence.within (0m) must be longer than 0', 2],
    ['too long a history', 'firstSeen: { of: [ip], within: 90d }', 'firstSeen.within (90d) must be at most 31d', 2],
    ['a condition with a mistake', 'absence: { of: eventName == , within: 1h }', '', 2],
    ['no field', 'firstSeen: { of: [], within: 1h }', 'firstSeen.of must name at least one field', 2],
  ])('is refused with %s, at its line', (_what, body, message, line) => {
    const { rules, problems } = load(`${body}\n`);
    expect(rules).toEqual([]);
    expect(problems[0]?.message).toContain(message);
    expect(problems[0]?.place?.line).toBe(line);
  });

  it('cannot miss a text where the condition is a pattern', () => {
    const text = 'condition: { detail: { eventName: [StopLogging] } }\nabsence: { of: x = "y", within: 1h }\n';
    const { problems } = loadRuleSet([{ path: 'eb.yaml', text }]);
    expect(problems).toMatchObject([
      { message: expect.stringContaining('absence.of is not possible in eventbridge'), place: { line: 2 } },
    ]);
  });

  it('is told of fields that are new in every record', () => {
    const { lints } = load('title: t\nfirstSeen: { of: [eventID], within: 1d }\n');
    expect(lints.map(({ code }) => code)).toContain('W-GROUP-UNIQUE');
  });
});
