import { type Alert, alertId, type Severity, sha256Hex } from '@trailhound/contracts';

const identity = sha256Hex('["trial","v1"]');

/**
 * An alert that says of itself that nothing happened, with every part a real one has, so that people see what they will
 * get. Addresses and accounts are those of documentation (RFC 5737, 111122223333). Each trial is an alert of its own.
 */
export function trialAlert(severity: Severity, nowMs: number, instance: string): Alert {
  const at = new Date(nowMs).toISOString();
  const eventTime = `${at.slice(0, 19)}Z`;
  const arn = 'arn:aws:iam::111122223333:user/trailhound-trial';
  const record = {
    eventVersion: '1.11',
    userIdentity: { type: 'IAMUser', arn, accountId: '111122223333', userName: 'trailhound-trial' },
    eventTime,
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'StopLogging',
    awsRegion: 'us-east-1',
    sourceIPAddress: '192.0.2.10',
    userAgent: 'trailhound notify test',
    eventID: instance,
    recipientAccountId: '111122223333',
  };
  return {
    version: 1,
    id: alertId({ ruleId: 'trailhound-trial', stateHash: identity, group: [], instance }),
    rule: 'trailhound-trial',
    ruleTitle: 'A trial of this destination',
    language: 'built-in',
    revision: 'built-in',
    severity,
    title: 'Trial: trailhound-trial stopped the trail of 111122223333',
    description: 'Sent by `trailhound notify test`. Nothing happened, nobody has to do anything.',
    ...{ audit: false, backfill: false, notifyBackfill: false, suppressedBy: [], group: {}, count: 1 },
    ...{ firstEventTime: at, lastEventTime: at, firedAt: at },
    ...{ account: '111122223333', region: 'us-east-1' },
    actor: { type: 'IAMUser', name: 'trailhound-trial', arn, accountId: '111122223333' },
    sourceIPAddress: '192.0.2.10',
    userAgent: 'trailhound notify test',
    eventName: 'StopLogging',
    eventSource: 'cloudtrail.amazonaws.com',
    errorCode: null,
    why: ['eventName is "StopLogging"', 'this is a trial: no such record exists'],
    fields: {},
    records: [{ uid: instance, eventID: instance, eventTime, input: 'trailhound notify test', index: 0 }],
    record,
    ...{ recordTruncated: false, tags: ['trial'], frameworks: {}, actions: [] },
  };
}
