import { insightRecord } from '@trailhound/testkit';
import { describe, expect, it } from 'vitest';
import { admitRecord, recordHeaders } from './admit-record.js';
import { envelopeOf } from './envelope.js';
import { insightOf, isInsight } from './insight.js';
import { countUid, recordUid } from './uid.js';

const start = insightRecord({ state: 'Start', eventID: '8f0c1c1e-0000-4000-8000-000000000001' });
const end = insightRecord({ state: 'End', eventID: '8f0c1c1e-0000-4000-8000-000000000002' });

describe('what CloudTrail Insights found', () => {
  it('is read from the form a trail writes', () => {
    expect(insightOf(start)).toEqual({
      ...{ eventName: 'RunInstances', eventSource: 'ec2.amazonaws.com', errorCode: null },
      insight: {
        ...{ type: 'ApiCallRateInsight', state: 'Start', average: 42.5, baselineAverage: 0.25 },
        ...{ minutes: 1, baselineMinutes: 10_080 },
        leading: [
          {
            attribute: 'userIdentityArn',
            value: 'arn:aws:sts::111122223333:assumed-role/deploy/s1',
            average: 42.5,
          },
          { attribute: 'userAgent', value: 'Boto3/1.34', average: 42.5 },
        ],
      },
    });
  });

  it('is read from the form of an event data store', () => {
    const flat = {
      ...{ eventType: 'AwsCloudTrailInsight', eventCategory: 'Insight', insightState: 'End' },
      ...{ insightEventName: 'GetObject', insightEventSource: 's3.amazonaws.com', insightErrorCode: 'AccessDenied' },
      insightType: 'ApiErrorRateInsight',
      insightContext: { insightAverage: 7, baselineAverage: 0.5, insightDuration: 3, baselineDuration: 11_000 },
    };
    expect(insightOf(flat)).toMatchObject({
      ...{ eventName: 'GetObject', eventSource: 's3.amazonaws.com', errorCode: 'AccessDenied' },
      insight: { type: 'ApiErrorRateInsight', state: 'End', average: 7, baselineAverage: 0.5, minutes: 3 },
    });
  });

  it.each([
    ['an event', { eventName: 'RunInstances', eventType: 'AwsApiCall', eventCategory: 'Management' }, false],
    ['the type alone', { eventType: 'AwsCloudTrailInsight' }, true],
    ['the category alone', { eventCategory: 'Insight' }, true],
    ['details alone', { insightDetails: {} }, true],
    ['details that are text', { insightDetails: 'x' }, false],
    ['nothing', {}, false],
  ])('is told from %s: %o', (_, record, expected) => {
    expect(isInsight(record)).toBe(expected);
  });

  it.each([
    [{ insightDetails: null, eventCategory: 'Insight' }],
    [{ insightDetails: { insightContext: 'x', eventName: 7 } }],
    [{ insightDetails: { insightContext: { statistics: [], attributions: [null, 'x', { attribute: 'a' }] } } }],
    [{ insightDetails: { insightContext: { attributions: { attribute: 'a' } } } }],
  ])('of any shape stops nothing: %j', (record) => {
    expect(insightOf(record)).toMatchObject({ eventName: null, insight: { average: null, leading: [] } });
  });

  it('is two records where it begins and ends, whatever they share', () => {
    expect(start['sharedEventID']).toBe(end['sharedEventID']);
    expect(recordUid(start).uid).not.toBe(recordUid(end).uid);
    expect(countUid(start)).not.toBe(countUid(end));
  });

  it('is carried with its kind, and without the event name of the calls it is about', () => {
    const admitted = admitRecord(start);
    if (admitted.kind !== 'admitted') throw new Error('it is refused');
    const headers = recordHeaders(admitted, { source: 's3', input: 'i', index: 0 });
    expect(headers).toMatchObject({ kind: 'insight', account: '111122223333', region: 'us-east-1' });
    expect(headers).not.toHaveProperty('event-name');
    expect(headers).not.toHaveProperty('event-source');
  });

  it('has its own type on the event bus', () => {
    expect(envelopeOf(start)).toMatchObject({ 'detail-type': 'AWS Insight via CloudTrail', source: 'aws.cloudtrail' });
  });
});
