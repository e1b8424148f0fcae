import type { Random } from '../../random.js';
import { type ApiCall, call } from '../api-call.js';
import type { Account } from '../company.js';
import { longTime } from './long-time.js';

const keyResource = (account: Account, keyArn: string): Partial<ApiCall> => ({
  resources: [{ accountId: account.id, type: 'AWS::KMS::Key', ARN: keyArn }],
});

export const keyArn = (account: Account, region: string, keyId: string): string =>
  `arn:aws:kms:${region}:${account.id}:key/${keyId}`;

export const decrypt = (account: Account, random: Random, context: Readonly<Record<string, string>>): ApiCall =>
  call(
    'kms',
    'Decrypt',
    { encryptionContext: context, encryptionAlgorithm: 'SYMMETRIC_DEFAULT' },
    keyResource(account, keyArn(account, account.region, random.pick(account.keyIds))),
  );

export const generateDataKey = (account: Account, random: Random, bucket: string): ApiCall => {
  const arn = keyArn(account, account.region, random.pick(account.keyIds));
  return call(
    'kms',
    'GenerateDataKey',
    { keyId: arn, keySpec: 'AES_256', encryptionContext: { 'aws:s3:arn': `arn:aws:s3:::${bucket}` } },
    keyResource(account, arn),
  );
};

export const scheduleKeyDeletion = (account: Account, keyId: string, at: Date, days: number): ApiCall => {
  const arn = keyArn(account, account.region, keyId);
  return call(
    'kms',
    'ScheduleKeyDeletion',
    { keyId, pendingWindowInDays: days },
    {
      responseElements: {
        keyId: arn,
        keyState: 'PendingDeletion',
        deletionDate: longTime(new Date(at.getTime() + days * 86_400_000)),
        pendingWindowInDays: days,
      },
      ...keyResource(account, arn),
    },
  );
};

export const listSecrets = (): ApiCall => call('secretsmanager', 'ListSecrets', { maxResults: 100 });
export const describeSecret = (secretId: string): ApiCall => call('secretsmanager', 'DescribeSecret', { secretId });
export const getSecretValue = (secretId: string): ApiCall => call('secretsmanager', 'GetSecretValue', { secretId });

export const getParameter = (name: string): ApiCall => call('ssm', 'GetParameter', { name, withDecryption: true });

export const describeParameters = (name: string): ApiCall =>
  call('ssm', 'DescribeParameters', {
    parameterFilters: [{ key: 'Name', option: 'Equals', values: [name] }],
    shared: false,
  });

export const listParameterTags = (resourceId: string): ApiCall =>
  call('ssm', 'ListTagsForResource', { resourceType: 'Parameter', resourceId });

export const putParameter = (random: Random, name: string): ApiCall =>
  call(
    'ssm',
    'PutParameter',
    { name, value: 'HIDDEN_DUE_TO_SECURITY_REASONS', type: 'SecureString', overwrite: true, tier: 'Standard' },
    { responseElements: { version: random.int(2, 90), tier: 'Standard' } },
  );
