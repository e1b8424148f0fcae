import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  type ListObjectsV2CommandOutput,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { type ObjectEntry, type ObjectStore, ObjectStoreError } from '@trailhound/ports';
import { type AwsConnection, clientSettings } from './aws-connection.js';

/**
 * The ObjectStore on S3, with the SDK's own credential chain and the standard AWS environment, or under a role. Buckets of
 * other regions are followed; at an endpoint of one's own they are addressed by path.
 */
export function s3ObjectStore(connection: AwsConnection = {}, env: NodeJS.ProcessEnv = process.env): ObjectStore {
  const settings = clientSettings('S3', connection, env);
  const client = new S3Client({ ...settings, followRegionRedirects: true, forcePathStyle: 'endpoint' in settings });
  async function* pages(
    bucket: string,
    prefix: string,
    more: { readonly StartAfter?: string | undefined; readonly Delimiter?: string },
  ): AsyncGenerator<ListObjectsV2CommandOutput> {
    let token: string | undefined;
    do {
      const asked = { Bucket: bucket, Prefix: prefix, ContinuationToken: token, ...more };
      const page: ListObjectsV2CommandOutput = await client
        .send(new ListObjectsV2Command(asked))
        .catch((error: unknown) => {
          throw explained(error, 's3:ListBucket', `s3://${bucket}/${prefix}`);
        });
      yield page;
      token = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (token !== undefined);
  }
  return {
    async *list(bucket, prefix, startAfter) {
      for await (const page of pages(bucket, prefix, { StartAfter: startAfter })) {
        for (const { Key, Size, ETag, LastModified } of page.Contents ?? []) {
          if (Key === undefined) continue;
          yield {
            bucket,
            key: Key,
            bytes: Size ?? 0,
            etag: ETag ?? '',
            lastModifiedMs: LastModified?.getTime() ?? 0,
          } satisfies ObjectEntry;
        }
      }
    },
    async *folders(bucket, prefix) {
      for await (const page of pages(bucket, prefix, { Delimiter: '/' })) {
        for (const { Prefix } of page.CommonPrefixes ?? []) if (Prefix !== undefined) yield Prefix.slice(prefix.length);
      }
    },
    async metadata(bucket, key) {
      try {
        const { Metadata } = await client.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
        return new Map(Object.entries(Metadata ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
      } catch (error) {
        throw explained(error, 's3:GetObject', `s3://${bucket}/${key}`);
      }
    },
    async *read(bucket, key, versionId) {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
        if (Body === undefined) return;
        for await (const chunk of Body as AsyncIterable<Uint8Array>) yield chunk;
      } catch (error) {
        throw explained(error, 's3:GetObject', `s3://${bucket}/${key}`);
      }
    },
    async close() {
      client.destroy();
    },
  };
}

/** The store's answer in a sentence that says what to do, with the principal where AWS names it. */
function explained(error: unknown, action: string, place: string): ObjectStoreError {
  if (error instanceof ObjectStoreError) return error;
  const name = error instanceof Error ? error.name : '';
  const words = error instanceof Error ? error.message : String(error);
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  const cause = { cause: error };
  switch (name) {
    case 'NoSuchBucket':
      return new ObjectStoreError(
        'no_such_bucket',
        `there is no bucket for ${place}: check the name and the region`,
        cause,
      );
    case 'NoSuchKey':
    case 'NotFound':
      return new ObjectStoreError('gone', `${place} is not there any more`, cause);
    case 'InvalidObjectState':
      return new ObjectStoreError('archived', `${place} is archived: restore it before it can be read`, cause);
    case 'CredentialsProviderError':
      return new ObjectStoreError(
        'access_denied',
        `no AWS credentials were found for ${action} on ${place}: set AWS_PROFILE, AWS_ACCESS_KEY_ID or a role`,
        cause,
      );
    default:
  }
  if (/^KMS\./.test(name) || /kms:|\bKMS\b/.test(words)) {
    const message = `${place} is encrypted and its key cannot be used: grant kms:Decrypt on the key of the trail (${words})`;
    return new ObjectStoreError('access_denied', message, cause);
  }
  if (name === 'AccessDenied' || status === 403) {
    const principal = /(arn:aws[\w-]*:[^\s]+)/.exec(words)?.[1] ?? 'this principal';
    return new ObjectStoreError(
      'access_denied',
      `${principal} may not ${action} on ${place}: grant it in the bucket policy or the role (${words})`,
      cause,
    );
  }
  return new ObjectStoreError('environment', `${action} on ${place} failed: ${words || name}`, cause);
}
