import { viewOf } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../condition/compile-condition.js';
import { loadRuleSet } from '../../rule-set/load-rule-set.js';
import { compileEventPattern } from './compile-event-pattern.js';

function verdict(pattern: unknown, event: unknown): boolean {
  const compiled = compileEventPattern(pattern);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.matches(event);
}

const inDetail = (list: readonly unknown[], x: unknown) => verdict({ detail: { x: list } }, { detail: { x } });
const load = (path: string, text: string) => loadRuleSet([{ path, text }]);
const stopLogging = {
  eventVersion: '1.08',
  eventID: '9f0c8a52-6a2c-4a3c-9d9d-0d5f9a1f1c11',
  eventName: 'StopLogging',
  eventSource: 'cloudtrail.amazonaws.com',
  awsRegion: 'us-east-1',
  recipientAccountId: '111122223333',
  userIdentity: { type: 'IAMUser' },
};

describe('a field of an event pattern', () => {
  it.each<[string, readonly unknown[], unknown, boolean]>([
    ['equals a text of the same case only', ['Stop'], 'stop', false],
    ['equals one of several', ['a', 'b'], 'b', true],
    ['equals some member of a list', ['b'], ['a', 'b'], true],
    ['equals a number however it is written', [300], 300.0, true],
    ['does not equal a number as text', [300], '300', false],
    ['does not equal a text as number', ['300'], 300, false],
    ['equals null only by null', [null], null, true],
    ['does not equal an empty list by null', [null], [], false],
    ['equals false, not "false"', [false], 'false', false],
    ['equals an address in any spelling', ['2001:db8::1'], '2001:0db8:0:0:0:0:0:1', true],
    ['equals no address that differs', ['10.0.0.1'], '10.0.0.10', false],
    ['compares texts that are no address as texts', ['10.0.0'], '10.0.0', true],
    ['lies in a network', [{ cidr: '2001:db8::/32' }], '2001:db8:1::', true],
    ['lies in no network when it is a service', [{ cidr: '0.0.0.0/0' }], 'ec2.amazonaws.com', false],
    ['has a prefix', [{ prefix: 'Stop' }], 'StopLogging', true],
    ['has no prefix when it is a number', [{ prefix: '5' }], 55, false],
    ['has a prefix in any case', [{ prefix: { 'equals-ignore-case': 'STOP' } }], 'stopLogging', true],
    ['has a suffix in any case', [{ suffix: { 'equals-ignore-case': 'LOG' } }], 'aLog', true],
    ['is like a wildcard as a whole', [{ wildcard: 'Stop*' }], 'DoStop', false],
    ['is like a wildcard with a star of its own', [{ wildcard: 'a\\*b' }], 'a*b', true],
    ['is exactly the text', [{ exactly: '10.0.0.1' }], '10.0.0.1', true],
    ['is within a range', [{ numeric: ['>', 0, '<=', 5] }], 5, true],
    ['is within a range by one and the same number', [{ numeric: ['>', 0, '<=', 5] }], [-1, 9], false],
    ['is anything but', [{ 'anything-but': 'a' }], 'b', true],
    ['is anything but, null too', [{ 'anything-but': 'a' }], null, true],
    ['is anything but by one member of a list', [{ 'anything-but': ['a'] }], ['a', 'b'], true],
    ['is nothing but', [{ 'anything-but': ['a', 'b'] }], ['a', 'b'], false],
    ['is anything but texts with a prefix', [{ 'anything-but': { prefix: ['a', 'b'] } }], ['ab', 'ba'], false],
    ['is present when it is null', [{ exists: true }], null, true],
    ['is absent when it is a mapping', [{ exists: false }], { y: 1 }, true],
    ['is absent when it is an empty list', [{ exists: false }], [], true],
  ])('%s', (_, list, value, expected) => {
    expect(inDetail(list, value)).toBe(expected);
  });

  it('is never anything but where it is missing', () => {
    expect(verdict({ detail: { x: [{ 'anything-but': 'a' }] } }, { detail: {} })).toBe(false);
    expect(verdict({ detail: { x: [{ exists: false }] } }, { detail: {} })).toBe(true);
  });
});

describe('several fields of an event pattern', () => {
  const pattern = { detail: { items: { port: [22], range: [{ exists: true }] } } };

  it('are held to one element of a list', () => {
    expect(verdict(pattern, { detail: { items: [{ port: 22, range: 'x' }] } })).toBe(true);
    expect(verdict(pattern, { detail: { items: [{ port: 22 }, { range: 'x' }] } })).toBe(false);
    expect(verdict(pattern, { detail: { items: { port: 22, range: 'x' } } })).toBe(true);
  });

  it('are absent in the element the others chose, and everywhere where none chose', () => {
    const absent = { detail: { items: { port: [22], range: [{ exists: false }] } } };
    expect(verdict(absent, { detail: { items: [{ port: 22 }, { port: 80, range: 'x' }] } })).toBe(true);
    expect(verdict(absent, { detail: { items: [{ port: 22, range: 'x' }, { port: 80 }] } })).toBe(false);
    const both = { detail: { items: { port: [{ exists: false }], range: [{ exists: false }] } } };
    expect(verdict(both, { detail: { items: [{}, { port: 1 }] } })).toBe(false);
    expect(verdict(both, { detail: {} })).toBe(true);
  });

  it('are alternatives inside of $or, held to the same element as the fields around it', () => {
    const either = { detail: { items: { port: [22], $or: [{ a: ['x'] }, { b: ['x'] }] } } };
    expect(verdict(either, { detail: { items: [{ port: 22, b: 'x' }] } })).toBe(true);
    expect(verdict(either, { detail: { items: [{ port: 22 }, { a: 'x' }] } })).toBe(false);
  });
});

describe('a rule document with an event pattern', () => {
  const condition = `condition:
  source: [aws.cloudtrail]
  detail: { eventName: ["{{names}}", DeleteTrail] }
values: { names: [StopLogging] }
`;

  it('is recognised by its mapping, or named', () => {
    const unnamed = load('trail.yaml', `title: Trail\n${condition}`);
    const named = load('trail.yaml', `language: eventbridge\ntitle: Trail\n${condition}`);
    expect(unnamed.problems).toEqual([]);
    expect(unnamed.rules[0]).toMatchObject({ id: 'trail', language: 'eventbridge', lints: [] });
    expect(named.rules[0]?.identity).toEqual(unnamed.rules[0]?.identity);
    const [rule] = unnamed.rules;
    expect(rule && compileCondition(rule.condition)(viewOf(stopLogging))).toBe('match');
  });

  it('has the canonical JSON of the pattern as its identity, however it is laid out and whatever its values', () => {
    const written = load('a.yaml', `title: A\n${condition}`).rules[0];
    const json = JSON.stringify({
      title: 'B',
      condition: { detail: { eventName: ['{{names}}', 'DeleteTrail'] }, source: ['aws.cloudtrail'] },
      values: { names: 'UpdateTrail' },
    });
    const other = load('b.json', json).rules[0];
    expect(written?.identity.sourceText).toBe(
      '{"detail":{"eventName":["{{names}}","DeleteTrail"]},"source":["aws.cloudtrail"]}',
    );
    expect(other?.identity).toEqual(written?.identity);
  });

  it('points at the place of every problem', () => {
    const { problems, refused } = load('bad.yaml', 'title: T\ncondition:\n  detail:\n    eventName: StopLogging\n');
    expect(refused).toMatchObject([{ id: 'bad' }]);
    expect(problems).toMatchObject([{ code: 'E-EB-NO-LIST', place: { file: 'bad.yaml', line: 4, column: 16 } }]);
  });

  it('is refused with a key twice, which EventBridge would read as the last of the two', () => {
    const { problems } = load('twice.json', '{"title": "T", "condition": {\n"source": ["a"],\n"source": ["b"]}}');
    expect(problems).toMatchObject([{ code: 'RULE_FILE_DUPLICATE_KEY', place: { line: 3, column: 1 } }]);
  });

  it('is refused with a text as condition when it names the language', () => {
    const { problems } = load('text.yaml', `language: eventbridge\ncondition: '{"source": ["a"]}'\n`);
    expect(problems).toMatchObject([{ code: 'E-EB-NOT-A-PATTERN', place: { line: 2 } }]);
  });

  it('mutes by Threat Stack filters', () => {
    const muted = `${condition}title: T\nsuppressions: [{ when: 'user = "ci"', reason: r, owner: o, until: 2020-01-01 }]\n`;
    expect(load('muted.yaml', muted).rules[0]?.suppressions).toHaveLength(1);
  });

  it('shows where a condition stands in the pattern', () => {
    const [rule] = load('trail.yaml', `title: Trail\n${condition}`).rules;
    const span = rule?.condition.kind === 'and' ? rule.condition.of[1]?.span : undefined;
    expect(rule?.conditionText.slice(span?.start, span?.end)).toBe('["{{names}}", "DeleteTrail"]');
  });
});

describe('what EventBridge itself is given', () => {
  it('is read as a bare pattern, named like its file', () => {
    const { rules, problems } = load('rules/eb/root-use.json', '{"detail": {"userIdentity": {"type": ["Root"]}}}');
    expect(problems).toEqual([]);
    expect(rules).toMatchObject([{ id: 'root-use', language: 'eventbridge', enabled: true }]);
  });

  it.each([
    ['as a text', JSON.stringify(JSON.stringify({ detail: { eventName: ['StopLogging'] } }))],
    ['as a mapping', '{"detail": {"eventName": ["StopLogging"]}}'],
  ])('is read as the arguments of put-rule, the pattern %s', (_, pattern) => {
    const text = `{"Name": "trail-stopped", "Description": "Logging stopped", "State": "DISABLED", "EventPattern": ${pattern}}`;
    const { rules, problems } = load('x.json', text);
    expect(problems).toEqual([]);
    expect(rules).toMatchObject([{ id: 'trail-stopped', description: 'Logging stopped', enabled: false }]);
    expect(rules[0]?.identity.sourceText).toBe('{"detail":{"eventName":["StopLogging"]}}');
  });

  it('has its problems placed in the text inside of the file', () => {
    const { problems } = load(
      'x.json',
      '{"Name": "n",\n "EventPattern": "{\\"detail\\": {\\"eventName\\": \\"StopLogging\\"}}"}',
    );
    expect(problems).toMatchObject([{ code: 'E-EB-NO-LIST', place: { line: 2, column: 48 } }]);
    expect(load('x.json', '{"EventPattern": "{oops"}').problems).toMatchObject([{ code: 'E-EB-NOT-A-PATTERN' }]);
  });

  it('is refused when it is a schedule, or has arguments put-rule does not', () => {
    expect(load('s.json', '{"Name": "n", "ScheduleExpression": "rate(1 day)"}').problems).toMatchObject([
      { code: 'E-EB-NOT-A-PATTERN' },
    ]);
    expect(load('s.json', '{"EventPattern": "{}", "Pattern": 1}').problems[0]).toMatchObject({
      code: 'RULE_UNKNOWN_KEY',
    });
  });
});

describe('the lints of event patterns', () => {
  const lints = (pattern: unknown) =>
    load('x.json', JSON.stringify({ title: 'T', condition: pattern })).lints.map(({ code, advice }) => ({
      code,
      advice,
    }));

  it('find members of the record beside detail', () => {
    expect(lints({ eventName: ['StopLogging'] })).toEqual([{ code: 'W-NODETAIL', advice: 'put it under "detail"' }]);
  });

  it('find fields that no event and no record has', () => {
    expect(lints({ Source: ['aws.s3'] })).toEqual([{ code: 'W-UNKNOWN-FIELD', advice: 'did you mean source?' }]);
    expect(lints({ detail: { eventname: ['x'] } })).toMatchObject([{ code: 'W-UNKNOWN-FIELD' }]);
    expect(lints({ detail: { user: ['x'] } })).toMatchObject([{ code: 'W-UNKNOWN-FIELD' }]);
    expect(lints({ detail: { userIdentity: { type: ['Root'] } } })).toEqual([]);
  });

  it('find a detail-type that no event of CloudTrail has', () => {
    expect(lints({ 'detail-type': ['AWS API Call via Cloudtrail'] })).toEqual([
      { code: 'E-DEAD', advice: 'did you mean "AWS API Call via CloudTrail"?' },
    ]);
    expect(lints({ 'detail-type': ['AWS API Call via CloudTrail', 'other'] })).toEqual([]);
    expect(lints({ 'detail-type': [{ prefix: 'AWS' }] })).toEqual([]);
  });
});
