import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { DigestSigner } from '@trailhound/testkit';
import { startAwsApi } from '@trailhound/testkit/launchers';
import { testService } from '@trailhound/testkit/vitest';
import { beforeAll, describe, expect, it } from 'vitest';
import { call } from '../../testing/captured-io.js';
import { sampleFolder } from '../../testing/sample-folder.js';

const aws = testService(() => startAwsApi());
const signer = new DigestSigner();
const place = { bucket: 'trail', account: '111122223333', region: 'eu-west-1', root: 'acme/AWSLogs/' };
const logKey = (hour: number) =>
  `acme/AWSLogs/111122223333/CloudTrail/eu-west-1/2026/03/02/111122223333_CloudTrail_eu-west-1_20260302T0${hour}10Z_a.json.gz`;
const files = [0, 1, 2].map((hour) => [{ key: logKey(hour), content: `{"Records":[],"hour":${hour}}` }]);

let client: S3Client;
beforeAll(async () => {
  Object.assign(process.env, aws.get().env);
  client = new S3Client({ endpoint: aws.get().endpoint, region: 'us-east-1', forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: 'trail' }));
  for (const { key, content } of files.flat())
    await client.send(new PutObjectCommand({ Bucket: 'trail', Key: key, Body: gzipSync(content) }));
  for (const { key, body, metadata } of signer.chain(place, Date.parse('2026-03-02T01:00:00Z'), files))
    await client.send(new PutObjectCommand({ Bucket: 'trail', Key: key, Body: body, Metadata: metadata }));
  return () => client.destroy();
}, 120_000);

function verify(...more: readonly string[]) {
  const at = sampleFolder({ 'keys.json': signer.publicKeys() });
  const period = ['--from', '2026-03-02', '--to', '2026-03-02T03:00:00Z'];
  return call(
    ['verify', '--bucket', 'trail', '--prefix', 'acme', ...period, '--public-keys', at('keys.json'), ...more],
    { env: aws.get().env },
  );
}

describe('verify, asked of a bucket', () => {
  it('says that it is unbroken, by account, region and trail', async () => {
    const { exitCode, stdout } = await verify();
    expect(stdout).toMatch(/111122223333 +eu-west-1 +main_us-east-1 +3\/3 +3\/3 +2026-03-02T00:00:00Z +2026-03-02T03/);
    expect(stdout).toMatch(/\nunbroken: 3 files and 3 digests are as CloudTrail delivered them\n$/);
    expect(exitCode).toBe(0);
  });

  it('names an object that was deleted, and exits 1', async () => {
    await client.send(new DeleteObjectCommand({ Bucket: 'trail', Key: logKey(1) }));
    const shown = await verify();
    expect(shown.stdout).toContain(`BREAK file_missing s3://trail/${logKey(1)}: CloudTrail delivered it`);
    expect(shown.exitCode).toBe(1);
    const { json, exitCode } = await verify('--json');
    expect(exitCode).toBe(1);
    expect(json()[0]).toMatchObject({
      from: '2026-03-02T00:00:00.000Z',
      chains: [{ files: 3, validFiles: 2 }],
      findings: [{ kind: 'file_missing', weight: 'break', object: `s3://trail/${logKey(1)}` }],
    });
  });

  it('exits 3 where there is nothing, and says when a bucket is not there', async () => {
    expect(await verify('--accounts', '999999999999')).toMatchObject({
      exitCode: 3,
      stdout: expect.stringMatching(/nothing to verify/),
    });
    expect(await verify('--bucket', 'no-such-trail')).toMatchObject({
      exitCode: 3,
      stderr: expect.stringMatching(/there is no bucket for s3:\/\/no-such-trail/),
    });
  });
});

describe('verify, called wrongly', () => {
  it.each([
    [['--from', '2026-03-02'], /needs --bucket/],
    [['--bucket', 'b'], /needs --from/],
    [['--bucket', 'b', '--from', 'yesterday'], /--from yesterday is no time/],
    [['--bucket', 'b', '--from', '2999-01-01'], /lies in the future/],
    [['--bucket', 'b', '--from', '2026-01-01', '--accounts', '1,2'], /--accounts cannot take "1": write 12 digits/],
    [['--bucket', 'b', '--from', '2026-01-01', '--public-keys', 'gone.json'], /gone\.json cannot be used: ENOENT/],
  ])('%j says what it needs', async (args, says) => {
    expect(await call(['verify', ...args])).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(says) });
  });
});
