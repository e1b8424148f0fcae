import type { Random } from '../../random.js';
import type { JsonObject } from '../../record/record-values.js';
import { type ApiCall, call } from '../api-call.js';
import type { Account } from '../company.js';

const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const xmlns = 'http://s3.amazonaws.com/doc/2006-03-01/';

const transfer = (random: Random, bytesIn: number, bytesOut: number): JsonObject => ({
  SignatureVersion: 'SigV4',
  CipherSuite: 'TLS_AES_128_GCM_SHA256',
  bytesTransferredIn: bytesIn,
  AuthenticationMethod: 'AuthHeader',
  'x-amz-id-2': `${random.text(base64, 75)}=`,
  bytesTransferredOut: bytesOut,
});

/** A call on a bucket; `parameters` besides its name and host. */
function bucketCall(
  account: Account,
  random: Random,
  eventName: string,
  bucketName: string,
  parameters: JsonObject,
): ApiCall {
  return call(
    's3',
    eventName,
    { bucketName, Host: `${bucketName}.s3.${account.region}.amazonaws.com`, ...parameters },
    {
      additionalEventData: transfer(random, 0, random.int(120, 900)),
      resources: [{ accountId: account.id, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucketName}` }],
    },
  );
}

/** The reads of a bucket's settings that consoles and scanners make; each sub-resource is a parameter of empty text. */
export const bucketReads = {
  GetBucketAcl: 'acl',
  GetBucketPolicy: 'policy',
  GetBucketPolicyStatus: 'policyStatus',
  GetBucketLogging: 'logging',
  GetBucketTagging: 'tagging',
  GetBucketVersioning: 'versioning',
  GetBucketLifecycle: 'lifecycle',
  GetBucketPublicAccessBlock: 'publicAccessBlock',
  GetBucketEncryption: 'encryption',
} as const;

export const readBucket = (
  account: Account,
  random: Random,
  eventName: keyof typeof bucketReads,
  bucket: string,
): ApiCall => bucketCall(account, random, eventName, bucket, { [bucketReads[eventName]]: '' });

export const listBuckets = (account: Account, random: Random): ApiCall =>
  call(
    's3',
    'ListBuckets',
    { Host: `s3.${account.region}.amazonaws.com` },
    { additionalEventData: transfer(random, 0, random.int(900, 3000)) },
  );

/** A data event: one object read or written. */
export function objectCall(
  account: Account,
  random: Random,
  eventName: 'GetObject' | 'PutObject',
  bucketName: string,
  key: string,
): ApiCall {
  const bytes = random.int(300, 90_000);
  const put = eventName === 'PutObject';
  const encrypted = { 'x-amz-server-side-encryption': 'AES256' };
  return call(
    's3',
    eventName,
    { bucketName, Host: `${bucketName}.s3.${account.region}.amazonaws.com`, key, ...(put && encrypted) },
    {
      ...(put && { responseElements: encrypted }),
      additionalEventData: transfer(random, put ? bytes : 0, put ? 0 : bytes),
      resources: [
        { type: 'AWS::S3::Object', ARN: `arn:aws:s3:::${bucketName}/${key}` },
        { accountId: account.id, type: 'AWS::S3::Bucket', ARN: `arn:aws:s3:::${bucketName}` },
      ],
      eventCategory: 'Data',
    },
  );
}

export const keepForDays = (account: Account, random: Random, bucket: string, days: number): ApiCall =>
  bucketCall(account, random, 'PutBucketLifecycle', bucket, {
    lifecycle: '',
    LifecycleConfiguration: {
      xmlns,
      Rule: { ID: 'expire', Status: 'Enabled', Filter: { Prefix: '' }, Expiration: { Days: days } },
    },
  });

export const removePublicAccessBlock = (account: Account, random: Random, bucket: string): ApiCall =>
  bucketCall(account, random, 'DeleteBucketPublicAccessBlock', bucket, { publicAccessBlock: '' });

/** Everybody may read, except without TLS: the second statement is there because real policies have it. */
export const letEverybodyRead = (account: Account, random: Random, bucket: string): ApiCall =>
  bucketCall(account, random, 'PutBucketPolicy', bucket, {
    policy: '',
    bucketPolicy: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'TlsOnly',
          Effect: 'Deny',
          Principal: '*',
          Action: 's3:*',
          Resource: `arn:aws:s3:::${bucket}/*`,
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
        { Sid: 'Read', Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/*` },
      ],
    },
  });
