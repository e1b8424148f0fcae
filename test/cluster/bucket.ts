import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { AwsApi } from '@trailhound/testkit/launchers';
import { root } from '../support/trailhound.js';

/** Real CloudTrail objects as AWS delivered them, beside the repository; absent in a clone of its own. */
export const objectsFolder = join(root, '..', 'shared', 'data', 'cloudtrail', 'raw-formats', 's3-objects');

/** An object to be put: a key of CloudTrail's form, and its bytes. */
export interface BucketObject {
  readonly key: string;
  readonly body: Uint8Array;
}

/** The objects under the keys CloudTrail would give them. */
export function nativeObjects(): readonly BucketObject[] {
  return readdirSync(objectsFolder)
    .filter((name) => name.endsWith('.json.gz'))
    .sort()
    .map((name) => {
      const [account = '', , region = '', time = ''] = name.split('_');
      const day = `${time.slice(0, 4)}/${time.slice(4, 6)}/${time.slice(6, 8)}`;
      return {
        key: `AWSLogs/${account}/CloudTrail/${region}/${day}/${name}`,
        body: readFileSync(join(objectsFolder, name)),
      };
    });
}

/** Makes a bucket with these objects. */
export async function fillBucket(aws: AwsApi, bucket: string, objects: readonly BucketObject[]): Promise<void> {
  const client = new S3Client({
    ...{ endpoint: aws.endpoint, region: 'us-east-1', forcePathStyle: true },
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  await Promise.all(
    objects.map(({ key, body }) => client.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }))),
  );
  client.destroy();
}
