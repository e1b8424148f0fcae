import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { startAwsApi } from '@trailhound/testkit/launchers';
import { testService } from '@trailhound/testkit/vitest';
import { describe, expect, it } from 'vitest';
import { s3ObjectStore } from './s3-object-store.js';

const aws = testService(() => startAwsApi());

describe('an S3 bucket', () => {
  it('of more objects than a page is listed whole, in key order, from where it is asked', async () => {
    const { endpoint } = aws.get();
    process.env['AWS_ACCESS_KEY_ID'] = 'test';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'test';
    const client = new S3Client({ endpoint, region: 'us-east-1', forcePathStyle: true });
    await client.send(new CreateBucketCommand({ Bucket: 'many' }));
    const keys = Array.from({ length: 1_203 }, (_, at) => `logs/${String(at).padStart(5, '0')}`);
    const put = (key: string) => client.send(new PutObjectCommand({ Bucket: 'many', Key: key, Body: key }));
    for (let at = 0; at < keys.length; at += 40) await Promise.all(keys.slice(at, at + 40).map(put));
    await put('elsewhere/x');
    client.destroy();
    const store = s3ObjectStore({ endpoint, region: 'us-east-1' }, {});
    const listed = await Array.fromAsync(store.list('many', 'logs/'));
    expect(listed.map(({ key }) => key)).toEqual(keys);
    expect(listed[0]).toMatchObject({ bucket: 'many', bytes: 10, etag: expect.stringMatching(/[0-9a-f]{32}/) });
    expect(Math.abs((listed[0]?.lastModifiedMs ?? 0) - Date.now())).toBeLessThan(600_000);
    const rest = await Array.fromAsync(store.list('many', 'logs/', 'logs/01199'));
    expect(rest.map(({ key }) => key)).toEqual(['logs/01200', 'logs/01201', 'logs/01202']);
    await store.close();
  }, 60_000);
});
