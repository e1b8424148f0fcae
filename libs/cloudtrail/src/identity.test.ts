import { describe, expect, it } from 'vitest';
import { accountOf, actorOf, recordFacts } from './index.js';

describe('who did it', () => {
  it.each<[string, object, object]>([
    [
      'an IAM user',
      { type: 'IAMUser', userName: 'alice', arn: 'arn:aws:iam::1:user/alice', accountId: '1' },
      { type: 'IAMUser', name: 'alice', accountId: '1' },
    ],
    [
      'the root user',
      { type: 'Root', arn: 'arn:aws:iam::1:root', accountId: '1', userName: 'acme-prod' },
      { type: 'Root', name: 'root' },
    ],
    [
      'an assumed role',
      {
        type: 'AssumedRole',
        principalId: 'AROAEXAMPLE:bob@example.com',
        arn: 'arn:aws:sts::1:assumed-role/Admin/bob@example.com',
        sessionContext: { sessionIssuer: { type: 'Role', userName: 'Admin' } },
      },
      { name: 'bob@example.com', role: 'Admin' },
    ],
    ['a role session without an arn', { type: 'AssumedRole', principalId: 'AROAEXAMPLE:i-0abc' }, { name: 'i-0abc' }],
    ['a federated user', { type: 'FederatedUser', arn: 'arn:aws:sts::1:federated-user/carol' }, { name: 'carol' }],
    ['an AWS service', { type: 'AWSService', invokedBy: 's3.amazonaws.com' }, { name: 's3.amazonaws.com' }],
    ['another account', { type: 'AWSAccount', accountId: '210987654321' }, { name: '210987654321' }],
    [
      'an Identity Center user',
      { type: 'IdentityCenterUser', onBehalfOf: { userId: 'u-1', identityStoreArn: 'x' } },
      { name: 'u-1' },
    ],
    [
      'a role with an empty issuer',
      { type: 'AssumedRole', sessionContext: { sessionIssuer: {} } },
      { name: 'unknown' },
    ],
    ['a null session context', { type: 'IAMUser', sessionContext: null }, { name: 'unknown' }],
    ['members of odd types', { type: 7, userName: ['a'], arn: {}, accountId: 1 }, { name: 'unknown' }],
  ])('%s is named', (_name, userIdentity, actor) => {
    expect(actorOf({ userIdentity })).toMatchObject(actor);
  });

  it.each([undefined, null, 'x', 7, [], {}])('is unknown where userIdentity is %j', (userIdentity) => {
    expect(actorOf({ userIdentity })).toEqual({ name: 'unknown' });
  });

  it('is the service where a service event has no identity', () => {
    expect(actorOf({ eventType: 'AwsServiceEvent', eventSource: 'kms.amazonaws.com' })).toEqual({
      name: 'kms.amazonaws.com',
    });
  });
});

describe('the facts of a record', () => {
  it('take the account it was written to, else the caller’s', () => {
    expect(accountOf({ recipientAccountId: '1', userIdentity: { accountId: '2' } })).toBe('1');
    expect(accountOf({ userIdentity: { accountId: '2' } })).toBe('2');
    expect(accountOf({ recipientAccountId: 1 })).toBeUndefined();
  });

  it('are null where the record has no text for them', () => {
    const facts = recordFacts({ eventName: { odd: true }, sourceIPAddress: { odd: true }, awsRegion: 'us-east-1' });
    expect(facts).toMatchObject({
      eventName: null,
      sourceIPAddress: null,
      region: 'us-east-1',
      account: null,
      eventID: null,
    });
  });
});
