import { viewOf } from '@trailhound/cloudtrail';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileCondition } from '../condition/compile-condition.js';
import { arbitraryCondition } from '../condition/condition.arbitrary.js';
import { arbitraryRecord } from '../condition/record.arbitrary.js';
import { threatstack } from '../languages/threatstack/threatstack.js';
import { maxReasons, why } from './why.js';

function whyFilter(filter: string, record: unknown): string[] {
  const result = threatstack.lower(filter, {});
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return why(result.value, viewOf(record));
}

describe('why a rule matched', () => {
  it.each<[string, unknown, readonly string[]]>([
    ['eventName = "StopLogging"', { eventName: 'StopLogging' }, ['eventName is "StopLogging"']],
    ['eventName = "A" or eventName = "B"', { eventName: 'B' }, ['eventName is "B"']],
    [
      'eventName = "A" and ip starts_with "10."',
      { eventName: 'A', sourceIPAddress: '10.1.1.1' },
      ['eventName is "A"', 'sourceIPAddress starts with "10.": "10.1.1.1"'],
    ],
    [
      'requestParameters.encrypted != "true"',
      { requestParameters: { encrypted: false } },
      ['requestParameters.encrypted is false, not "true"'],
    ],
    ['requestParameters.encrypted != "true"', {}, ['requestParameters.encrypted is missing']],
    ['requestParameters.sse = null', {}, ['requestParameters.sse is missing']],
    ['requestParameters.sse = null', { requestParameters: { sse: null } }, ['requestParameters.sse is null']],
    ['errorCode != null', { errorCode: 'AccessDenied' }, ['errorCode is "AccessDenied"']],
    ['region not in ("a", "b")', { awsRegion: 'c' }, ['awsRegion is "c", not one of "a", "b"']],
    [
      'not (eventName = "A" or userAgent contains "x")',
      { eventName: 'B', userAgent: 'aws-cli' },
      ['eventName is "B", not "A"', 'userAgent does not contain "x": "aws-cli"'],
    ],
    [
      'not (eventName = "A" and ip = "x")',
      { eventName: 'A', sourceIPAddress: 'y' },
      ['sourceIPAddress is "y", not "x"'],
    ],
    [
      'user = "ci"',
      { userIdentity: { arn: 'arn:aws:sts::1:assumed-role/R/ci' } },
      [
        'userIdentity.userName is missing',
        'userIdentity.sessionContext.sessionIssuer.userName is missing',
        'the last segment of userIdentity.arn is "ci"',
      ],
    ],
    ['event_type = "cloudtrail"', {}, ['every record matches']],
    ['eventName = "A"', { eventName: 'B' }, []],
  ])('%s on %j', (filter, record, expected) => {
    expect(whyFilter(filter, record)).toEqual(expected);
  });

  it('is safe to print and short, whatever the record holds', () => {
    const [reason = ''] = whyFilter('userAgent contains "evil"', {
      userAgent: `evil\u001b[2J\u202e${'x'.repeat(10_000)}`,
    });
    expect(reason).toContain('\\u001b[2J\\u202e');
    expect(reason.length).toBeLessThanOrEqual(301);
  });

  it('is told for every match and for nothing else, in a dozen sentences at most', () => {
    fc.assert(
      fc.property(arbitraryCondition, arbitraryRecord, (condition, record) => {
        const view = viewOf(record);
        const reasons = why({ condition }, view);
        expect(reasons.length > 0).toBe(compileCondition(condition)(view) === 'match');
        expect(reasons.length).toBeLessThanOrEqual(maxReasons);
      }),
      { numRuns: 2000 },
    );
  });
});
