import { describe, expect, it } from 'vitest';
import { issuedSession, sessionKeyOf, wordsOf } from './issued-session.js';

const key = 'ASIAEXAMPLE000000001';
const alice = {
  type: 'IAMUser',
  arn: 'arn:aws:iam::111122223333:user/alice',
  accountId: '111122223333',
  userName: 'alice',
};
const assumed = (identity: object, more: object = {}) => ({
  ...{ eventName: 'AssumeRole', eventSource: 'sts.amazonaws.com', eventTime: '2026-03-02T10:00:00Z', eventID: 'e-1' },
  userIdentity: identity,
  responseElements: { credentials: { accessKeyId: key, sessionToken: 's3cret' } },
  ...more,
});

describe('credentials that were issued', () => {
  it('are told with who asked for them, and with which credentials', () => {
    const session = issuedSession(assumed({ ...alice, accessKeyId: 'ASIAEXAMPLE000000009' }));
    expect(session).toEqual({
      accessKeyId: key,
      by: { type: 'IAMUser', name: 'alice', arn: alice.arn, accountId: '111122223333' },
      withAccessKeyId: 'ASIAEXAMPLE000000009',
      ...{ eventName: 'AssumeRole', eventTime: '2026-03-02T10:00:00Z', eventID: 'e-1' },
    });
    expect(JSON.stringify(session)).not.toContain('s3cret');
  });

  it('were asked for with a long-term key, or none, at the beginning', () => {
    expect(issuedSession(assumed({ ...alice, accessKeyId: 'AKIAEXAMPLE000000009' }))).not.toHaveProperty(
      'withAccessKeyId',
    );
    const federated = { type: 'SAMLUser', principalId: 'p:bob@example.com', userName: 'bob@example.com' };
    expect(issuedSession(assumed(federated, { eventName: 'AssumeRoleWithSAML' }))?.by.name).toBe('bob@example.com');
  });

  it('are better told where the caller was, than where the role is', () => {
    const near = issuedSession(assumed(alice));
    const far = issuedSession(assumed({ type: 'AWSAccount', principalId: 'AIDA', accountId: '111122223333' }));
    expect(near && far && wordsOf(near) > wordsOf(far)).toBe(true);
  });

  it.each([
    ['a service that asks for itself', assumed({ type: 'AWSService', invokedBy: 'lambda.amazonaws.com' })],
    ['a refusal', assumed(alice, { responseElements: null, errorCode: 'AccessDenied' })],
    ['another service', assumed(alice, { eventSource: 'iam.amazonaws.com' })],
    ['another call', assumed(alice, { eventName: 'GetCallerIdentity' })],
    [
      'a key that is none',
      assumed(alice, { responseElements: { credentials: { accessKeyId: `ASIA${'A'.repeat(9999)}` } } }),
    ],
    ['nothing at all', {}],
    ['inherited members', JSON.parse('{"__proto__":{"eventName":"AssumeRole","eventSource":"sts.amazonaws.com"}}')],
  ])('are not in a record of %s', (_, record) => {
    expect(issuedSession(record)).toBeUndefined();
  });

  it.each([
    [{ accessKeyId: key }, key],
    [{ accessKeyId: 'AKIAEXAMPLE000000001' }, undefined],
    [{ accessKeyId: 7 }, undefined],
    [null, undefined],
  ])('are what %j acted with: %s', (userIdentity, expected) => {
    expect(sessionKeyOf({ userIdentity })).toBe(expected);
  });
});
