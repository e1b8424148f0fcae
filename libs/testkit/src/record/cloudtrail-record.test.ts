import { describe, expect, it } from 'vitest';
import { cloudTrailRecord } from './cloudtrail-record.js';
import { consoleLogin } from './console-login.js';
import { isReadOnlyCall } from './read-only.js';
import { assumedRole, awsService, iamUser, identityCenterUser, otherAccount, rootUser } from './user-identity.js';

describe('cloudTrailRecord', () => {
  it('writes the members of a call in the order CloudTrail writes them', () => {
    const record = cloudTrailRecord({
      eventName: 'StopLogging',
      eventSource: 'cloudtrail',
      requestParameters: { name: 'a' },
    });
    expect(Object.keys(record)).toEqual(
      (
        'eventVersion userIdentity eventTime eventSource eventName awsRegion sourceIPAddress userAgent requestParameters ' +
        'responseElements requestID eventID readOnly eventType managementEvent recipientAccountId eventCategory tlsDetails'
      ).split(' '),
    );
    expect(record).toMatchObject({
      eventSource: 'cloudtrail.amazonaws.com',
      eventTime: '2026-01-15T10:00:00Z',
      readOnly: false,
      requestParameters: { name: 'a' },
      responseElements: null,
      recipientAccountId: '111122223333',
      userIdentity: { type: 'IAMUser', userName: 'alice' },
    });
  });

  it('gives ids that are a function of the specification, told apart by the seed', () => {
    const spec = { eventName: 'ListUsers', eventSource: 'iam' } as const;
    expect(cloudTrailRecord(spec)).toEqual(cloudTrailRecord({ ...spec }));
    const ids = [spec, { ...spec, seed: 1 }, { ...spec, seed: 2 }, { ...spec, awsRegion: 'eu-west-1' }].map(
      (each) => cloudTrailRecord(each).eventID,
    );
    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('leaves out what is undefined, also by `with`, and keeps null', () => {
    const record = cloudTrailRecord({
      eventName: 'ListUsers',
      eventSource: 'iam.amazonaws.com',
      with: { eventID: undefined, userAgent: null, extra: 1 },
    });
    expect(record).not.toHaveProperty('eventID');
    expect(record).not.toHaveProperty('errorCode');
    expect(record).toMatchObject({ userAgent: null, extra: 1, eventSource: 'iam.amazonaws.com' });
  });

  it('has no TLS details for calls that services make', () => {
    const from = (sourceIPAddress: string) =>
      cloudTrailRecord({
        eventName: 'Decrypt',
        eventSource: 'kms',
        userIdentity: awsService('s3.amazonaws.com'),
        sourceIPAddress,
      });
    expect(from('s3.amazonaws.com')).not.toHaveProperty('tlsDetails');
    expect(from('AWS Internal')).not.toHaveProperty('tlsDetails');
    expect(from('192.0.2.1')).toHaveProperty('tlsDetails.clientProvidedHostHeader', 'kms.us-east-1.amazonaws.com');
    expect(from('2001:db8::1')).toHaveProperty('tlsDetails');
  });

  it.each([
    ['DescribeInstances', true],
    ['GetFunction20150331v2', true],
    ['AssumeRole', true],
    ['Decrypt', true],
    ['GenerateDataKey', true],
    ['StopLogging', false],
    ['PutObject', false],
    ['ConsoleLogin', false],
    ['CheckMfa', false],
  ])('takes %s for a read: %s', (eventName, expected) => {
    expect(isReadOnlyCall(eventName)).toBe(expected);
  });
});

describe('identities', () => {
  const accountId = '444455556666';

  it('names an IAM user with a long-term key, without a session', () => {
    expect(iamUser({ userName: 'ci', accountId })).toEqual({
      type: 'IAMUser',
      principalId: expect.stringMatching(/^AIDA[A-Z2-7]{17}$/),
      arn: 'arn:aws:iam::444455556666:user/ci',
      accountId,
      accessKeyId: expect.stringMatching(/^AKIA[A-Z2-7]{9}EXAMPLE$/),
      userName: 'ci',
    });
  });

  it('writes the second factor of a session as text', () => {
    expect(iamUser({ userName: 'ci', session: { mfa: true } })).toMatchObject({
      accessKeyId: expect.stringMatching(/^ASIA/),
      sessionContext: { attributes: { mfaAuthenticated: 'true' } },
    });
    expect(rootUser()).toMatchObject({
      type: 'Root',
      arn: 'arn:aws:iam::111122223333:root',
      sessionContext: { attributes: { mfaAuthenticated: 'false' } },
    });
  });

  it('ties the session of a role to its role', () => {
    const identity = assumedRole({ roleName: 'deploy', sessionName: 'run-1', accountId });
    expect(identity).toMatchObject({
      type: 'AssumedRole',
      arn: 'arn:aws:sts::444455556666:assumed-role/deploy/run-1',
      sessionContext: { sessionIssuer: { arn: 'arn:aws:iam::444455556666:role/deploy', userName: 'deploy' } },
    });
    const issuer = (identity.sessionContext as { sessionIssuer: { principalId: string } }).sessionIssuer;
    expect(identity.principalId).toBe(`${issuer.principalId}:run-1`);
  });

  it('shows no access key where a service uses a role', () => {
    const identity = assumedRole({ roleName: 'linked', sessionName: 'a', invokedBy: 'autoscaling.amazonaws.com' });
    expect(identity).not.toHaveProperty('accessKeyId');
    expect(identity.invokedBy).toBe('autoscaling.amazonaws.com');
  });

  it('brings people from Identity Center as a reserved role, and other accounts without a name', () => {
    expect(identityCenterUser({ permissionSet: 'ReadOnly', userName: 'ines' }).arn).toMatch(
      /^arn:aws:sts::111122223333:assumed-role\/AWSReservedSSO_ReadOnly_[0-9a-f]{16}\/ines$/,
    );
    expect(otherAccount({ accountId })).toMatchObject({ type: 'AWSAccount', accountId });
  });
});

describe('consoleLogin', () => {
  it('succeeds with a second factor unless told otherwise, and knows no session yet', () => {
    const record = consoleLogin({ userIdentity: iamUser({ userName: 'ines', session: {} }) });
    expect(record).toMatchObject({
      eventType: 'AwsConsoleSignIn',
      responseElements: { ConsoleLogin: 'Success' },
      additionalEventData: { MFAUsed: 'Yes' },
    });
    expect(record).not.toHaveProperty('requestID');
    expect(record.userIdentity).not.toHaveProperty('sessionContext');
    expect(record.userIdentity).not.toHaveProperty('accessKeyId');
  });

  it('fails without an error code, and without the ARN of an IAM user', () => {
    const record = consoleLogin({ outcome: 'failure', mfa: false });
    expect(record).toMatchObject({
      errorMessage: 'Failed authentication',
      responseElements: { ConsoleLogin: 'Failure' },
    });
    expect(record).not.toHaveProperty('errorCode');
    expect(Object.keys(record.userIdentity)).toEqual(['type', 'principalId', 'accountId', 'accessKeyId', 'userName']);
  });

  it('knows root by its ARN and federated people by their role', () => {
    expect(consoleLogin({ userIdentity: rootUser() }).userIdentity).toMatchObject({ type: 'Root', accessKeyId: '' });
    const federated = identityCenterUser({ permissionSet: 'ReadOnly', userName: 'ines' });
    expect(consoleLogin({ userIdentity: federated }).userIdentity).toEqual(federated);
  });
});
