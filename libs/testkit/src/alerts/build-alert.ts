import { type Alert, alertId } from '@trailhound/contracts';

/** An alert as the matcher writes it: a root console login. Every member can be replaced; the id follows `rule` and `uid`. */
export function buildAlert({
  uid = 'Zk3dP0mTq9sV1xYb7LcA2w',
  ...given
}: Partial<Alert> & { uid?: string } = {}): Alert {
  const rule = given.rule ?? 'console-login-by-root';
  return {
    version: 1,
    id: alertId({ ruleId: rule, stateHash: '0'.repeat(64), group: [], instance: uid }),
    rule,
    ruleTitle: 'Console login by root',
    language: 'threatstack',
    pack: 'example-pack',
    revision: '1',
    severity: 'high',
    title: 'Console login by root in 111122223333',
    description: 'The root user signed in.',
    audit: false,
    backfill: false,
    notifyBackfill: false,
    suppressedBy: [],
    group: {},
    count: 1,
    firstEventTime: '2026-03-01T10:00:00.000Z',
    lastEventTime: '2026-03-01T10:00:00.000Z',
    firedAt: '2026-03-01T10:04:12.000Z',
    account: '111122223333',
    region: 'us-east-1',
    actor: { type: 'Root', name: 'root', arn: 'arn:aws:iam::111122223333:root', accountId: '111122223333' },
    sourceIPAddress: '198.51.100.7',
    userAgent: 'Mozilla/5.0',
    eventName: 'ConsoleLogin',
    eventSource: 'signin.amazonaws.com',
    errorCode: null,
    why: ['userIdentity.type is "Root"'],
    fields: {},
    records: [
      {
        uid,
        eventID: '5b1c7a52-6c1f-4e0e-9d3e-6f0f3a1b2c3d',
        eventTime: '2026-03-01T10:00:00.000Z',
        input: 'logs/root-login.json',
        index: 0,
      },
    ],
    record: { eventName: 'ConsoleLogin', userIdentity: { type: 'Root' } },
    recordTruncated: false,
    tags: ['identity'],
    frameworks: { 'mitre-attack': ['T1078'] },
    actions: [],
    ...given,
  };
}
