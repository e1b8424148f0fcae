import { accessKeyId, principalId } from '../../record/user-identity.js';
import { type ApiCall, call } from '../api-call.js';
import type { Account } from '../company.js';
import { longTime } from './long-time.js';

const arn = (account: Account, path: string): string => `arn:aws:iam::${account.id}:${path}`;

export const getUser = (userName?: string): ApiCall =>
  call('iam', 'GetUser', userName === undefined ? null : { userName });
export const getRole = (roleName: string): ApiCall => call('iam', 'GetRole', { roleName });
export const listAttachedRolePolicies = (roleName: string): ApiCall =>
  call('iam', 'ListAttachedRolePolicies', { roleName });
export const listRolePolicies = (roleName: string): ApiCall => call('iam', 'ListRolePolicies', { roleName });
export const listUsers = (): ApiCall => call('iam', 'ListUsers', { maxItems: 100 });
export const listRoles = (): ApiCall => call('iam', 'ListRoles', { maxItems: 100 });

export const createUser = (account: Account, userName: string, at: Date): ApiCall =>
  call(
    'iam',
    'CreateUser',
    { userName, path: '/' },
    {
      responseElements: {
        user: {
          path: '/',
          userName,
          userId: principalId('user', account.id, userName),
          arn: arn(account, `user/${userName}`),
          createDate: longTime(at),
        },
      },
    },
  );

export const attachUserPolicy = (userName: string, policyArn: string): ApiCall =>
  call('iam', 'AttachUserPolicy', { userName, policyArn });

export const createAccessKey = (account: Account, userName: string, at: Date): ApiCall =>
  call(
    'iam',
    'CreateAccessKey',
    { userName },
    {
      responseElements: {
        accessKey: {
          userName,
          accessKeyId: accessKeyId('long-term', `${account.id}/${userName}/${at.toISOString()}`),
          status: 'Active',
          createDate: longTime(at),
        },
      },
    },
  );

export const createLoginProfile = (userName: string, at: Date): ApiCall =>
  call(
    'iam',
    'CreateLoginProfile',
    { userName, passwordResetRequired: false },
    { responseElements: { loginProfile: { userName, createDate: longTime(at), passwordResetRequired: false } } },
  );

export const deactivateMfaDevice = (account: Account, userName: string): ApiCall =>
  call('iam', 'DeactivateMFADevice', { userName, serialNumber: arn(account, `mfa/${userName}`) });

/** Replaces who may assume the role; IAM takes the policy as JSON in text. */
export const trustPrincipal = (roleName: string, principal: string): ApiCall =>
  call('iam', 'UpdateAssumeRolePolicy', {
    roleName,
    policyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Principal: { Service: 'ecs-tasks.amazonaws.com' }, Action: 'sts:AssumeRole' },
        { Effect: 'Allow', Principal: { AWS: principal }, Action: 'sts:AssumeRole' },
      ],
    }),
  });
