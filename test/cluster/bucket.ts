import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { simulateAccount } from '@trailhound/testkit';
import type { AwsApi } from '@trailhound/testkit/launchers';
import { root } from '../support/trailhound.js';
import { awsClients } from './aws-clients.js';

/** An object to be put: a key of CloudTrail's form, and its bytes. */
export interface BucketObject {
  readonly key: string;
  readonly body: Uint8Array;
}

/** Real CloudTrail objects as AWS delivered them, beside the repository; absent in a clone of its own. */
const nativeFolder = join(root, '..', 'shared', 'data', 'cloudtrail', 'raw-formats', 's3-objects');
const isNative = existsSync(nativeFolder);

/** The objects as files, for `scan`: the native ones, or those of a simulated account where these are absent. */
export const objectsFolder = isNative ? nativeFolder : mkdtempSync(join(tmpdir(), 'trailhound-objects-'));
const objects: readonly BucketObject[] = isNative ? nativeObjects() : simulatedObjects();

/** The objects under the keys CloudTrail gives them. */
export function cloudTrailObjects(): readonly BucketObject[] {
  return objects;
}

function nativeObjects(): readonly BucketObject[] {
  return readdirSync(nativeFolder)
    .filter((name) => name.endsWith('.json.gz'))
    .sort()
    .map((name) => {
      const [account = '', , region = '', time = ''] = name.split('_');
      const day = `${time.slice(0, 4)}/${time.slice(4, 6)}/${time.slice(6, 8)}`;
      return {
        key: `AWSLogs/${account}/CloudTrail/${region}/${day}/${name}`,
        body: readFileSync(join(nativeFolder, name)),
      };
    });
}

function simulatedObjects(): readonly BucketObject[] {
  process.once('exit', () => rmSync(objectsFolder, { recursive: true, force: true }));
  const start = new Date('2026-03-02T00:00:00Z');
  return simulateAccount({ seed: 1, start, hours: 4 }).objects.map(({ key, records }) => {
    const body = gzipSync(JSON.stringify({ Records: records }));
    mkdirSync(dirname(join(objectsFolder, key)), { recursive: true });
    writeFileSync(join(objectsFolder, key), body);
    return { key: key.startsWith('AWSLogs/') ? key : `AWSLogs/${key}`, body };
  });
}

/** Makes a bucket with these objects. */
export async function fillBucket(aws: AwsApi, bucket: string, objects: readonly BucketObject[]): Promise<void> {
  const { s3, close } = awsClients(aws);
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  await Promise.all(
    objects.map(({ key, body }) => s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body }))),
  );
  close();
}
