import { gzipSync } from 'node:zlib';
import { insightRecord } from '@trailhound/testkit';
import { startAwsApi } from '@trailhound/testkit/launchers';
import { testService } from '@trailhound/testkit/vitest';
import { describe, expect, it } from 'vitest';
import { trailhound } from '../support/trailhound.js';
import { cloudTrailObjects, fillBucket, objectsFolder } from './bucket.js';
import { packs } from './installation.js';

const insight = insightRecord({ state: 'Start', eventID: '8f0c1c1e-0000-4000-8000-000000000001' });
const aws = testService(() => startAwsApi());

describe('s3://bucket/prefix as input', () => {
  it('gives scan and search what the same files give, and counts what it passes over', async () => {
    await fillBucket(aws.get(), 'inputs', [
      ...cloudTrailObjects(),
      { key: 'AWSLogs/1/CloudTrail-Digest/us-east-1/d.json.gz', body: new Uint8Array([1]) },
      {
        key: 'AWSLogs/1/CloudTrail-Insight/us-east-1/i.json.gz',
        body: gzipSync(JSON.stringify({ Records: [insight] })),
      },
    ]);
    const scan = (input: string) =>
      trailhound(['scan', '--rules', packs, '--format', 'ndjson', input], { env: aws.get().env });
    const [fromBucket, fromFiles] = await Promise.all([scan('s3://inputs/AWSLogs/'), scan(objectsFolder)]);
    const ids = (stdout: string) =>
      stdout
        .split('\n')
        .filter(Boolean)
        .map((line): string => JSON.parse(line).id);
    expect(fromBucket.exitCode).toBe(0);
    expect(ids(fromBucket.stdout).length).toBeGreaterThan(30);
    expect(ids(fromBucket.stdout).sort()).toEqual(ids(fromFiles.stdout).sort());
    expect(fromBucket.stderr).toMatch(/1 skipped \(digest 1\)/);

    const found = (input: string) =>
      trailhound(['search', 'eventName = "CreateUser"', '--format', 'ndjson', input], { env: aws.get().env });
    const [inBucket, inFiles] = await Promise.all([found('s3://inputs/AWSLogs/'), found(objectsFolder)]);
    expect(inBucket.stdout.split('\n').sort()).toEqual(inFiles.stdout.split('\n').sort());
  }, 60_000);

  it('that names no bucket, or nothing in S3, is one sentence', async () => {
    const scan = (input: string) => trailhound(['scan', '--rules', packs, input], { env: aws.get().env });
    const [missing, malformed] = await Promise.all([scan('s3://no-such-bucket/x'), scan('s3:///x')]);
    expect(missing.exitCode).toBe(3);
    expect(missing.stderr).toMatch(/there is no bucket for s3:\/\/no-such-bucket\/x: check the name and the region/);
    expect(malformed.exitCode).toBe(2);
    expect(malformed.stderr).toMatch(/s3:\/\/\/x is no place in S3: write s3:\/\/bucket\/prefix/);
  }, 60_000);
});
