import { describe, expect, it } from 'vitest';
import { envelopeOf, parsePath, type RecordView, recordView, viewOf } from './index.js';

const record = {
  eventID: 'e1',
  eventName: 'StopLogging',
  eventSource: 'cloudtrail.amazonaws.com',
  eventTime: '2026-01-02T03:04:05Z',
  awsRegion: 'us-east-1',
  recipientAccountId: '123456789012',
};

function resolve(view: RecordView, text: string): readonly unknown[] {
  const path = parsePath(text);
  if (!path.ok) throw new Error(text);
  return view.resolve(path.value);
}

describe('a view of a record', () => {
  const view = recordView(new TextEncoder().encode(JSON.stringify(record)));

  it('resolves paths of the record', () => {
    expect(view.problem).toBeUndefined();
    expect(resolve(view, 'eventName')).toEqual(['StopLogging']);
    expect(resolve(view, 'userIdentity.type')).toEqual([]);
  });

  it('resolves paths of the event bus form', () => {
    expect(resolve(view, 'envelope.detail-type')).toEqual(['AWS API Call via CloudTrail']);
    expect(resolve(view, 'envelope.source')).toEqual(['aws.cloudtrail']);
    expect(resolve(view, 'envelope.detail.eventName')).toEqual(['StopLogging']);
    expect(resolve(view, 'envelope.account')).toEqual(['123456789012']);
  });

  it('asks for enrichment once, and only when a path wants it', () => {
    let calls = 0;
    const enriched = viewOf(record, () => {
      calls++;
      return { sourceIPAddress_geoip: { country_name: 'Iceland' } };
    });
    resolve(enriched, 'eventName');
    expect(calls).toBe(0);
    for (const _ of [1, 2]) {
      expect(resolve(enriched, 'enriched.sourceIPAddress_geoip.country_name')).toEqual(['Iceland']);
    }
    expect(calls).toBe(1);
    expect(resolve(view, 'enriched.x')).toEqual([]);
  });

  it('reads bytes that are no record as one without members, and says so', () => {
    const broken = recordView(new TextEncoder().encode('[1'));
    expect(resolve(broken, 'eventName')).toEqual([]);
    expect(broken.problem).toMatchObject({ code: 'E-RECORD' });
    expect(resolve(viewOf(null), 'eventName')).toEqual([]);
  });
});

describe('the event bus form', () => {
  it.each([
    [{ eventSource: 'signin.amazonaws.com', eventType: 'AwsConsoleSignIn' }, 'AWS Console Sign In via CloudTrail'],
    [{ eventSource: 'kms.amazonaws.com', eventType: 'AwsServiceEvent' }, 'AWS Service Event via CloudTrail'],
    [{ eventSource: 'ec2.amazonaws.com', eventType: 'AwsApiCall' }, 'AWS API Call via CloudTrail'],
    [{}, 'AWS API Call via CloudTrail'],
  ])('of %j is a %s', (members, type) => {
    expect(envelopeOf(members)).toMatchObject({ version: '0', 'detail-type': type, resources: [], detail: members });
  });

  it('leaves out what the record does not say', () => {
    expect(Object.keys(envelopeOf({}))).toEqual(['version', 'detail-type', 'resources', 'detail']);
    expect(envelopeOf({ eventSource: { odd: 1 } })).not.toHaveProperty('source');
  });
});
