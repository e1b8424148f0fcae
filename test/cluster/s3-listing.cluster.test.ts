import { startAwsApi, startKafka, startRedis, waitUntil } from '@trailhound/testkit/launchers';
import { testService } from '@trailhound/testkit/vitest';
import { expect, it, onTestFinished } from 'vitest';
import { openTopics } from '../chaos/lab/topics.js';
import { trailhound } from '../support/trailhound.js';
import { installation } from './installation.js';
import { logKey, newRecords, trail } from './trail.js';

const kafka = testService(() => startKafka());
const redis = testService(() => startRedis());
const aws = testService(() => startAwsApi());

async function setUp() {
  const all = await installation({ kafka: kafka.get(), redis: redis.get(), aws: aws.get() });
  const topics = await openTopics(kafka.get().address, all.topicPrefix);
  onTestFinished(() => topics.close());
  const uids = async () => new Set((await topics.readAll('cloudtrail.records')).map(({ key }) => key));
  return { all, uids, from: await trail(aws.get()) };
}

it('trailhound collect backfills a time range, goes on where it was, and names what it cannot read', async () => {
  const { all, from, uids } = await setUp();
  const at = (account: string, region: string, day: string) => ({
    ...{ records: newRecords(3), key: logKey(account, region, day) },
  });
  const wanted = await Promise.all([
    from.put(at('111111111111', 'eu-west-1', '2026/03/01')),
    from.put(at('111111111111', 'eu-west-1', '2026/03/02')),
    from.put(at('222222222222', 'us-east-1', '2026/03/02')),
  ]);
  await from.put(at('111111111111', 'eu-west-1', '2026/03/04'));
  await from.put(at('333333333333', 'us-east-1', '2026/03/02'));
  const kafkaText = `{ brokers: ['${kafka.get().address}'], topicPrefix: ${all.topicPrefix}, createTopics: true }`;
  const redisText = `{ url: '${redis.get().url}', keyPrefix: '${all.redisPrefix}' }`;
  all.folder.write('backfill.yaml', `kafka: ${kafkaText}\nredis: ${redisText}\n`);
  const period = ['--from', '2026-03-01', '--to', '2026-03-02', '--accounts', '111111111111,222222222222'];
  const collect = (...more: string[]) =>
    trailhound(['collect', '--config', all.folder.at('backfill.yaml'), '--bucket', ...more], {
      env: aws.get().env,
    });
  const first = await collect(from.bucket, ...period);
  expect(first.stderr).toMatch(/9 records from 3 files/);
  expect(first.exitCode).toBe(0);
  expect(await uids()).toEqual(new Set(wanted.flatMap((file) => file.uids)));
  const again = await collect(from.bucket, ...period);
  expect(again.stderr).toMatch(/0 records from 0 files; 3 files read before/);
  const [missing, future, account] = await Promise.all([
    collect('no-such-bucket', ...period),
    collect(from.bucket, '--from', '2999-01-01'),
    collect(from.bucket, '--from', '2026-03-01', '--accounts', 'acme'),
  ]);
  expect(missing).toMatchObject({
    exitCode: 3,
    stderr: expect.stringMatching(/there is no bucket for s3:\/\/no-such/),
  });
  expect(future).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/lies in the future/) });
  expect(account).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/--accounts cannot take "acme"/) });
}, 180_000);

it('a bucket without notices is looked at again and again', async () => {
  const { all, from, uids } = await setUp();
  const today = new Date().toISOString().slice(0, 10).replaceAll('-', '/');
  const put = () => from.put({ records: newRecords(2), key: logKey('111111111111', 'eu-west-1', today) });
  const first = await put();
  await all.start('collector', { sources: `[{ s3: { url: 's3://${from.bucket}/AWSLogs/', poll: 1s } }]` });
  const found = (count: number) => waitUntil('it is found', async () => (await uids()).size === count, 60_000, 200);
  await found(2);
  const second = await put();
  await found(4);
  expect(await uids()).toEqual(new Set([...first.uids, ...second.uids]));
}, 120_000);
