import { viewOf } from '@trailhound/cloudtrail';
import { stateHash } from '@trailhound/contracts';
import { describe, expect, it } from 'vitest';
import { explainPlan } from '../../compile/rule-plan.js';
import { compileCondition } from '../../condition/compile-condition.js';
import { explainCondition } from '../../explain/explain-condition.js';
import { why } from '../../explain/why.js';
import type { Rule } from '../../rule.js';
import { type LoadedRules, loadRuleSet } from '../../rule-set/load-rule-set.js';

function load(document: object): LoadedRules {
  return loadRuleSet([{ path: 'r.json', text: JSON.stringify({ id: 'r', title: 't', ...document }) }]);
}

function ruleOf(document: object): Rule {
  const { rules, problems } = load(document);
  const [rule] = rules;
  if (rule === undefined) throw new Error(JSON.stringify(problems));
  return rule;
}

function outcome(document: object, record: object): string {
  return compileCondition(ruleOf(document).condition)(viewOf(record));
}

describe('the triggers of the CloudTrail event trigger page', () => {
  const buckets = { eventNames: ['CreateBucket', 'DeleteBucket'], eventSources: ['s3.amazonaws.com'] };
  const created = { eventName: 'CreateBucket', eventSource: 's3.amazonaws.com' };

  it.each([
    ['a listed event of a listed source', created, 'match'],
    ['the other listed event', { ...created, eventName: 'DeleteBucket' }, 'match'],
    ['an event in other letters', { ...created, eventName: 'createbucket' }, 'no-match'],
    ['another source', { ...created, eventSource: 's3-outposts.amazonaws.com' }, 'no-match'],
    ['no source at all', { eventName: 'CreateBucket' }, 'no-match'],
    ['an event name in a list', { ...created, eventName: ['CreateBucket'] }, 'no-match'],
  ])('GS0: %s', (_what, record, expected) => {
    expect(outcome(buckets, record)).toBe(expected);
  });

  it('GS0: takes a star as it is, and says so', () => {
    expect(outcome({ eventNames: ['Create*'] }, created)).toBe('no-match');
    expect(outcome({ eventNames: ['Create*'] }, { eventName: 'Create*' })).toBe('match');
    expect(load({ eventNames: ['Create*'] }).lints.map(({ code }) => code)).toContain('W-LITERAL-WILDCARD');
  });

  const prefix = "!starts_with(detail.requestParameters.bucketName, 'gorillastack-')";
  const mfa = "detail.userIdentity.sessionContext.attributes.mfaAuthenticated == 'false'";
  const encrypted = 'detail.requestParameters.storageEncrypted == `false`';
  const console = "contains(detail.userAgent, 'S3Console')";
  const root = "detail.userIdentity.type == 'Root'";
  const subnet = "!starts_with(detail.sourceIPAddress, '55.10.15.')";
  const parameters = (requestParameters: object) => ({ requestParameters });
  const mfaOf = (mfaAuthenticated?: unknown) => ({
    userIdentity: { sessionContext: { attributes: { mfaAuthenticated } } },
  });

  it.each([
    ['GS1', prefix, parameters({ bucketName: 'acme-logs' }), 'match'],
    ['GS1', prefix, parameters({ bucketName: 'gorillastack-logs' }), 'no-match'],
    ['GS1', prefix, parameters({}), 'error'],
    ['GS1', prefix, parameters({ bucketName: 5 }), 'error'],
    ['GS2', mfa, mfaOf('false'), 'match'],
    ['GS2', mfa, mfaOf('true'), 'no-match'],
    ['GS2', mfa, mfaOf(false), 'no-match'],
    ['GS2', mfa, {}, 'no-match'],
    ['GS3', encrypted, parameters({ storageEncrypted: false }), 'match'],
    ['GS3', encrypted, parameters({ storageEncrypted: true }), 'no-match'],
    ['GS3', encrypted, parameters({ storageEncrypted: 'false' }), 'no-match'],
    ['GS3', encrypted, parameters({}), 'no-match'],
    ['GS4', console, { userAgent: '[S3Console/0.4, aws-internal/3]' }, 'match'],
    ['GS4', console, { userAgent: 'aws-cli/2.15' }, 'no-match'],
    ['GS4', console, {}, 'error'],
    ['GS4', console, { userAgent: ['S3Console'] }, 'match'],
    ['GS4', console, { userAgent: [] }, 'no-match'],
    ['GS4', console, { userAgent: {} }, 'error'],
    ['GS5', root, { userIdentity: { type: 'Root' } }, 'match'],
    ['GS5', root, { userIdentity: { type: 'root' } }, 'no-match'],
    ['GS5', root, { userIdentity: { type: 'IAMUser' } }, 'no-match'],
    ['GS6', subnet, { sourceIPAddress: '1.2.3.4' }, 'match'],
    ['GS6', subnet, { sourceIPAddress: '55.10.15.9' }, 'no-match'],
    ['GS6', subnet, { sourceIPAddress: 'ec2.amazonaws.com' }, 'match'],
  ])('%s: %s on %j is %s', (_id, condition, record, expected) => {
    expect(outcome({ eventNames: ['X'], condition }, { eventName: 'X', ...record })).toBe(expected);
  });

  it.each([
    ['`[]`', 'match'],
    ['`{}`', 'match'],
    ["' '", 'match'],
    ['`1`', 'match'],
    ['detail', 'match'],
    ['`0`', 'no-match'],
    ["''", 'no-match'],
    ['`null`', 'no-match'],
    ['detail.nope', 'no-match'],
    ['`false`', 'no-match'],
    // Inside the expression JMESPath's own truth holds: 0 is true, [] and {} are not.
    ['!`[]`', 'match'],
    ['!`{}`', 'match'],
    ['!`0`', 'no-match'],
    ['detail.list && `true`', 'match'],
    ['detail.zero || `true`', 'no-match'],
    ['detail.zero && `true`', 'match'],
    ['!(detail.list && `true`)', 'match'],
  ])('GS7: %s is %s', (condition, expected) => {
    expect(outcome({ eventNames: ['X'], condition }, { eventName: 'X', list: [], zero: 0 })).toBe(expected);
  });

  it('reads regions and accounts as they stand', () => {
    const trigger = { eventNames: ['X'], regions: ['eu-west-1'], accounts: ['012345678901'] };
    expect(outcome(trigger, { eventName: 'X', awsRegion: 'eu-west-1', recipientAccountId: '012345678901' })).toBe(
      'match',
    );
    expect(outcome(trigger, { eventName: 'X', awsRegion: 'eu-west-1', recipientAccountId: 12345678901 })).toBe(
      'no-match',
    );
    expect(outcome(trigger, { eventName: 'X', awsRegion: 'us-east-1', recipientAccountId: '012345678901' })).toBe(
      'no-match',
    );
  });
});

describe('a match expression', () => {
  const within = (condition: string, record: object, more: object = {}) =>
    outcome({ eventNames: ['X'], condition, ...more }, { eventName: 'X', ...record });

  it.each([
    [
      'the envelope',
      "source == 'aws.s3' && region == 'eu-west-1'",
      { eventSource: 's3.amazonaws.com', awsRegion: 'eu-west-1' },
    ],
    [
      'a filter',
      "detail.resources[?type == 'AWS::S3::Bucket'].ARN",
      { resources: [{ type: 'AWS::S3::Bucket', ARN: 'a' }] },
    ],
    ['a pipe', 'detail.items[*].n | length(@) == `2`', { items: [{ n: 1 }, { n: 2 }, {}] }],
    [
      'JSON in a text',
      "parse_json(detail.policy).Statement[?Effect == 'Allow']",
      { policy: '{"Statement":[{"Effect":"Allow"}]}' },
    ],
    ['pieces of a text', "split(detail.arn, ':', `6`)[5] == 'user:a:b'", { arn: 'arn:aws:iam::1:user:a:b' }],
    ['the fork’s to_json', 'to_json(detail.a) == \'{"b":1}\'', { a: { b: 1 } }],
  ])('knows %s', (_what, condition, record) => {
    expect(within(condition, record)).toBe('match');
  });

  it('binds named values as values', () => {
    const values = { one: "a'b", many: ['x', 'y'] };
    expect(within('detail.a == {{one}}', { a: "a'b" }, { values })).toBe('match');
    expect(within('contains({{many}}, detail.a)', { a: 'y' }, { values })).toBe('match');
    expect(load({ eventNames: ['X'], condition: 'detail.a == {{on}}', values }).problems).toMatchObject([
      { code: 'E-VALUE-UNKNOWN' },
    ]);
  });

  it('is in error where a part that is reached fails, and only there', () => {
    expect(within("detail.a && starts_with(detail.a, 'x')", {})).toBe('no-match');
    expect(within("detail.b || starts_with(detail.a, 'x')", { b: 1 })).toBe('match');
    expect(within("starts_with(detail.a, 'x') || detail.b", { b: 1 })).toBe('error');
    expect(within("starts_with(detail.a, 'x') && detail.b", {})).toBe('error');
  });

  it('looks at own members only', () => {
    for (const name of ['toString', 'hasOwnProperty', 'valueOf'])
      expect(within(`detail.requestParameters.${name}`, { requestParameters: {} })).toBe('no-match');
    expect(within('detail.list[*].length', { list: [['a'], 'text'] })).toBe('match'); // [] is true to JavaScript
    expect(within('detail.list[*].length | [0]', { list: [['a'], 'text'] })).toBe('no-match');
    expect(load({ eventNames: ['X'], condition: 'detail.constructor' }).problems[0]?.code).toBe('E-PATH');
    expect(within('merge(detail, {"__proto__": detail}) | type(polluted)', { polluted: 1 })).toBe('match');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it.each([
    [
      'eventually doubles itself',
      `detail.list | ${Array.from({ length: 60 }, () => '[@, @]').join(' | ')} | to_string(@)`,
    ],
    ['compares what it doubled', `${Array.from({ length: 40 }, () => '[@, @]').join(' | ')} | @ == [@[0], @[1]]`],
    ['flattens what it doubled', `detail.list | ${Array.from({ length: 40 }, () => '[@, @][]').join(' | ')}`],
    ['joins what it joined', `'x' | ${Array.from({ length: 60 }, () => "join('', [@, @])").join(' | ')}`],
    ['maps over a map', 'map(&map(&map(&map(&length(@), keys(@)), values(@)), [@, @, @]), detail.list)'],
  ])('that %s is bounded', (_what, condition) => {
    const list = Array.from({ length: 200 }, (_, index) => ({ a: `${index}`, b: 'x'.repeat(100) }));
    const startedMs = performance.now();
    expect(['error', 'match', 'no-match']).toContain(within(condition, { list }));
    expect(performance.now() - startedMs).toBeLessThan(1_000);
  });

  it.each([
    ['parentheses', `${'('.repeat(5_000)}a${')'.repeat(5_000)}`, 'E-LIMIT'],
    ['a chain of members', `detail${'.a'.repeat(20_000)}`, 'E-LIMIT'],
    ['negations', `${'!'.repeat(20_000)}a`, 'E-LIMIT'],
    ['an open text', `'${'a'.repeat(200_000)}`, 'E-SYNTAX'],
  ])('of %s without end is refused', (_what, condition, code) => {
    expect(load({ eventNames: ['X'], condition }).problems).toMatchObject([{ code }]);
  });

  it('takes a thousand alternatives', () => {
    const condition = Array.from({ length: 1_000 }, (_, index) => `detail.a == '${index}'`).join(' || ');
    expect(within(condition, { a: '999' })).toBe('match');
  });

  it('holds for a list longer than any stack', () => {
    const list = Array.from({ length: 50_000 }, (_, index) => index);
    expect(within('sum(detail.list) > `1` && detail.list[] | length(@) == `50000`', { list })).toBe('match');
  });

  it.each([
    ['let $x = detail in $x', 'E-DIALECT'],
    ['detail.a + `1`', 'E-DIALECT'],
    ['detail.a ? `1` : `2`', 'E-DIALECT'],
    ['lower(detail.a)', 'E-DIALECT'],
    ['lenght(detail.a)', 'E-FUNCTION'],
    ['length()', 'E-FUNCTION'],
    ["detail.a = 'x'", 'E-SYNTAX'],
    ['detail.a == 5', 'E-SYNTAX'],
    ['detail..a', 'E-SYNTAX'],
    ['detail.a ==', 'E-SYNTAX'],
    ['', 'E-SYNTAX'],
    ['[::0]', 'E-SYNTAX'],
  ])('%s is refused with %s', (condition, code) => {
    expect(load({ eventNames: ['X'], condition }).problems[0]?.code).toBe(code);
  });
});

describe('a gorillastack rule', () => {
  const rule = ruleOf({
    eventNames: ['PutBucketPolicy', 'CreateBucket'],
    eventSources: ['s3.amazonaws.com'],
    condition: "detail.a == 'x' && contains(detail.userAgent, 'S3') && length(detail.b) > `1`\n",
  });

  it('has the RFC 8785 JSON of its trigger keys and its condition as identity', () => {
    const { groupBy, threshold, dedupMs } = rule.identity;
    expect(rule.stateHash).toBe(
      stateHash({
        language: 'gorillastack',
        sourceText:
          '{"condition":"detail.a == \'x\' && contains(detail.userAgent, \'S3\') && length(detail.b) > `1`",' +
          '"eventNames":["PutBucketPolicy","CreateBucket"],"eventSources":["s3.amazonaws.com"]}',
        groupBy,
        threshold,
        dedupMs,
      }),
    );
  });

  it('is found by its event names', () => {
    expect(explainPlan(rule)).toMatchObject({ bucket: 'eventName', values: ['CreateBucket', 'PutBucketPolicy'] });
  });

  it('is explained in the words of its expression', () => {
    const record = {
      eventName: 'CreateBucket',
      eventSource: 's3.amazonaws.com',
      a: 'x',
      userAgent: 'S3Console',
      b: [1, 2],
    };
    expect(why(rule, viewOf(record))).toEqual([
      'eventName is "CreateBucket"',
      'eventSource is "s3.amazonaws.com"',
      'a is "x"',
      'userAgent contains "S3": "S3Console"',
      'the jmespath expression holds: "length(detail.b) > `1`"',
    ]);
    const texts: (string | undefined)[] = [];
    const collect = ({ text, parts }: ReturnType<typeof explainCondition>): void => {
      texts.push(text);
      for (const part of parts) collect(part);
    };
    collect(explainCondition(rule.condition, rule.conditionText, viewOf(record)));
    expect(texts).toContain("contains(detail.userAgent, 'S3')");
  });

  it('is recognised by its event names, without being named', () => {
    expect(rule.language).toBe('gorillastack');
  });

  it.each([
    ['no event names', { language: 'gorillastack' }, 'RULE_MISSING_KEY'],
    ['an empty list of sources', { eventNames: ['X'], eventSources: [] }, 'RULE_BAD_VALUE'],
    ['a condition that is a mapping', { language: 'gorillastack', eventNames: ['X'], condition: {} }, 'RULE_BAD_VALUE'],
    ['an action of two names', { eventNames: ['X'], actions: [{ wait: '1m', notify: 'x' }] }, 'RULE_BAD_VALUE'],
    ['a wait without end', { eventNames: ['X'], actions: [{ wait: 'soon' }] }, 'RULE_BAD_VALUE'],
  ])('with %s is refused', (_what, document, code) => {
    expect(load(document).problems.map((problem) => problem.code)).toContain(code);
  });

  it('carries its actions, waits and all', () => {
    const actions = [{ notify: 'ops' }, { wait: '10m' }, { notify: 'ops' }];
    expect(ruleOf({ eventNames: ['X'], actions }).actions).toEqual(actions);
  });

  it('mutes by match expressions over the same event', () => {
    const suppressions = [
      { when: "detail.userIdentity.type == 'AWSService'", reason: 'r', owner: 'o', until: '2026-02-01' },
    ];
    const [suppression] = ruleOf({ eventNames: ['X'], suppressions }).suppressions;
    const when = suppression && compileCondition(suppression.when);
    expect(when?.(viewOf({ userIdentity: { type: 'AWSService' } }))).toBe('match');
    expect(when?.(viewOf({ userIdentity: { type: 'Root' } }))).toBe('no-match');
  });
});
