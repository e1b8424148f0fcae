import { viewOf } from '@trailhound/cloudtrail';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../condition/compile-condition.js';
import { isLintCode } from '../../lint/lint-codes.js';
import { loadRuleSet } from '../../rule-set/load-rule-set.js';
import { matchExpression } from './match-expression.js';

function lowered(text: string) {
  const result = matchExpression.lower(text, {});
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

function fixed(text: string): string {
  let current = text;
  for (const { fix } of lowered(text).lints.toReversed()) {
    if (fix) current = current.slice(0, fix.span.start) + fix.text + current.slice(fix.span.end);
  }
  return current;
}

describe('the lints of a match expression', () => {
  it.each([
    ['W-NODETAIL', "userIdentity.type == 'Root'", "detail.userIdentity.type == 'Root'"],
    ['W-NODETAIL', "!contains(eventName || 'x', 'y')", "!contains(detail.eventName || 'x', 'y')"],
    ['W-UNKNOWN-FIELD', "detail.userIdentity.typ == 'Root'", "detail.userIdentity.type == 'Root'"],
    [
      'I-TYPE-ERROR',
      "!starts_with(detail.requestParameters.bucketName, 'a-')",
      "(detail.requestParameters.bucketName && !starts_with(detail.requestParameters.bucketName, 'a-'))",
    ],
    ['I-TYPE-ERROR', "contains(detail.userAgent, 'S3')", "(detail.userAgent && contains(detail.userAgent, 'S3'))"],
    [
      'I-NONIP',
      "!starts_with(detail.sourceIPAddress, '55.10.15.')",
      "(!starts_with(detail.sourceIPAddress, '55.10.15.') && !ends_with(detail.sourceIPAddress, '.amazonaws.com'))",
    ],
    ['I-ABSENT', "detail.errorCode != 'AccessDenied'", undefined],
    ['W-DIALECT', "detail.eventTime > '2026-01-01'", undefined],
    ['W-PLACEHOLDER', "detail.awsRegion == '{{home}}'", 'detail.awsRegion == {{home}}'],
  ])('%s: %s', (code, text, rewritten) => {
    const found = lowered(text).lints.filter((lint) => lint.code === code);
    expect(found).toHaveLength(1);
    expect(found.every((lint) => isLintCode(lint.code))).toBe(true);
    if (rewritten !== undefined) expect(fixed(text)).toBe(rewritten);
  });

  it.each([
    "detail.requestParameters.bucketName && !starts_with(detail.requestParameters.bucketName, 'a-')",
    "detail.eventName != 'X'",
    "starts_with(detail.eventName, 'Create')",
    "source == 'aws.s3'",
    'detail.errorCode != `null`',
    'detail.requestParameters.size > `5`',
  ])('have nothing to say about %s', (text) => {
    expect(lowered(text).lints).toEqual([]);
  });

  it('name calls that only read, where they stand in the trigger', () => {
    const { lints } = loadRuleSet([
      { path: 'r.yaml', text: 'id: r\ntitle: t\neventNames:\n  - CreateBucket\n  - ListBuckets\n' },
    ]);
    expect(lints).toMatchObject([{ code: 'I-READONLY', place: { line: 5 }, level: 'info' }]);
  });

  const expressions = ['starts_with', 'ends_with', 'contains'].flatMap((name) => [
    `${name}(detail.userAgent, 'a')`,
    `!${name}(detail.userAgent, 'a')`,
    `detail.eventName == 'X' && !${name}(detail.userAgent, 'a') || detail.awsRegion == 'a'`,
  ]);

  it.each(expressions)('offer a fix for %s that changes nothing where the field is a text', (text) => {
    const [before, after] = [text, fixed(text)].map((one) => compileCondition(lowered(one).condition));
    expect(lowered(fixed(text)).lints).toEqual([]);
    const records = fc.record({
      eventName: fc.constantFrom('X', 'Y'),
      awsRegion: fc.constantFrom('a', 'b'),
      userAgent: fc.constantFrom('a', 'ab', 'ba', 'bab', 'b'),
    });
    fc.assert(
      fc.property(records, (record) => {
        expect(after?.(viewOf(record))).toBe(before?.(viewOf(record)));
      }),
    );
    const absent = viewOf({ eventName: 'X' });
    expect([before?.(absent), after?.(absent)]).toEqual(['error', 'no-match']);
  });
});
