import { startAwsApi, startKafka, startRedis, waitUntil } from '@trailhound/testkit/launchers';
import { testService } from '@trailhound/testkit/vitest';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openTopics } from '../chaos/lab/topics.js';
import { awsProxy } from './aws-proxy.js';
import { type Installation, installation } from './installation.js';
import { newRecords, type Trail, trail } from './trail.js';

const kafka = testService(() => startKafka());
const redis = testService(() => startRedis());
const aws = testService(() => startAwsApi());

async function setUp(through = aws.get(), options: { readonly versions?: boolean } = {}) {
  const all = await installation({ kafka: kafka.get(), redis: redis.get(), aws: through });
  const from = await trail(aws.get(), options);
  const topics = await openTopics(kafka.get().address, all.topicPrefix);
  onTestFinished(() => topics.close());
  return {
    ...{ all, from },
    uids: async () => (await topics.readAll('cloudtrail.records')).map(({ key }) => key),
    quarantine: async () =>
      (await topics.readAll('cloudtrail.quarantine')).map(({ value }): object => JSON.parse(value)),
  };
}

const sqs = ({ queueUrl }: Trail, more = '') => `[{ sqs: { queue: '${queueUrl}', visibility: 4s${more} } }]`;
const start = (all: Installation, from: Trail, more = '') => all.start('collector', { sources: sqs(from, more) });
const drained = ({ waiting }: Trail) =>
  waitUntil('the queue is empty', async () => (await waiting()) === 0, 60_000, 200);

describe('a queue', () => {
  it('told by the bucket, by CloudTrail through SNS and by the bus gives every record, and is empty at the end', async () => {
    const { all, from, uids, quarantine } = await setUp();
    await from.notifyQueue(); // the bucket sends its test message
    const noticed = await Promise.all([3, 5, 1].map((count) => from.put({ records: newRecords(count) })));
    const plus = await from.put({
      records: newRecords(2),
      key: 'a b+c/AWSLogs/111111111111/CloudTrail/us-east-1/2026/03/01/111111111111_CloudTrail_us-east-1_20260301T0000Z_plus.json.gz',
    });
    const [direct, once] = [newRecords(1), newRecords(1)] as const;
    const event = (type: string, detail: object) => ({ 'detail-type': type, source: 'aws.ec2', detail });
    await from.send(event('AWS API Call via CloudTrail', direct[0] ?? {}));
    await from.send(event('AWS Console Sign In via CloudTrail', once[0] ?? {}));
    await from.subscribeQueue('enveloped');
    await from.publish({ s3Bucket: from.bucket, s3ObjectKey: [noticed[0]?.key, plus.key] });
    await from.put({ records: newRecords(1), key: 'photos/cat.jpg' });
    await from.send('this is not json {{{');
    const collector = await start(all, from);
    await drained(from);
    const found = await uids();
    const expected = new Set([...noticed, plus].flatMap((file) => file.uids));
    expect(expected.size).toBe(11);
    expect(new Set(found).isSupersetOf(expected)).toBe(true);
    expect(new Set(found).size).toBe(11 + 2);
    expect(await quarantine()).toMatchObject([{ reason: 'bad_message', excerpt: 'this is not json {{{' }]);
    const { text } = await collector.get('/metrics');
    expect(text).toMatch(/trailhound_skipped_total\{reason="test_message"\} 1/);
    expect(text).toMatch(/trailhound_skipped_total\{reason="foreign_object"\} 1/);
    expect(await collector.terminate()).toBe(0);
  }, 120_000);

  it('of raw notices, duplicated, reordered and delayed, gives every record of every version', async () => {
    const { all, from, uids } = await setUp(aws.get(), { versions: true });
    const first = await from.put({ records: newRecords(2) });
    const second = await from.put({ records: newRecords(3), key: first.key });
    const later = await from.put({ records: newRecords(1) });
    const notice = ({ key, versionId }: typeof first) => ({
      Records: [
        {
          ...{ eventSource: 'aws:s3', eventName: 'ObjectCreated:Put' },
          s3: { bucket: { name: from.bucket }, object: { key: encodeURIComponent(key), versionId } },
        },
      ],
    });
    await from.subscribeQueue('raw');
    for (const file of [second, first, second, second]) await from.publish(notice(file));
    await from.send(notice(later), 3);
    await start(all, from);
    await drained(from);
    expect(new Set(await uids())).toEqual(new Set([first, second, later].flatMap((file) => file.uids)));
  }, 120_000);

  it.each(['C1', 'C2', 'C3', 'C4'])(
    'loses nothing when the collector is killed at %s',
    async (point) => {
      const { all, from, uids } = await setUp();
      await from.notifyQueue();
      const files = await Promise.all(Array.from({ length: 12 }, () => from.put({ records: newRecords(40) })));
      for (const after of [1, 3]) {
        const env = { TRAILHOUND_FAILPOINT: `${point}:after=${after}:kill` };
        const doomed = await all.start('collector', { sources: sqs(from), env, waits: false });
        await doomed.process.ended;
        expect(doomed.count(/^started$/)).toBe(1);
      }
      expect(await from.waiting()).toBeGreaterThan(0);
      await start(all, from);
      await drained(from);
      expect(new Set(await uids())).toEqual(new Set(files.flatMap((file) => file.uids)));
    },
    120_000,
  );

  it('waits, and says so, while a key may not be used or an object breaks off in the middle; nothing is set aside', async () => {
    const proxy = await awsProxy(aws.get());
    const { all, from, uids, quarantine } = await setUp(proxy.aws);
    await from.notifyQueue();
    const [denied, torn, fine] = await Promise.all([1, 2, 3].map(() => from.put({ records: newRecords(200) })));
    const words =
      'User: arn:aws:iam::1:user/x is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:us-east-1:1:key/1';
    const refusal = `<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>${words}</Message></Error>`;
    let tears = 1;
    proxy.fault = (request) => {
      if (request.includes(denied?.key ?? '-')) return { status: 403, body: refusal };
      if (request.includes(torn?.key ?? '-') && tears-- > 0) return 'truncated';
      return undefined;
    };
    const collector = await start(all, from);
    await waitUntil('the others are read', async () => new Set(await uids()).size >= 400, 60_000, 300);
    await collector.says(/a source cannot go on here/);
    const said = collector.log().find(({ msg, reason }) => /cannot go on here/.test(msg) && /kms/.test(String(reason)));
    expect(said).toMatchObject({ level: 'warn', reason: expect.stringMatching(/ is encrypted .* grant kms:Decrypt/) });
    expect((await collector.get('/metrics')).text).toMatch(/trailhound_source_blocked_seconds\{source="sqs"\} \d/);
    expect(await quarantine()).toEqual([]);
    expect(await from.waiting()).toBeGreaterThan(0);
    proxy.fault = () => undefined;
    await drained(from);
    expect(new Set(await uids())).toEqual(new Set([denied, torn, fine].flatMap((file) => file?.uids ?? [])));
    expect((await collector.get('/metrics')).text).not.toMatch(/trailhound_source_blocked_seconds\{/);
  }, 120_000);

  it('reads no bucket but those it is told of, and tells records by the role of each', async () => {
    const { all, from, uids } = await setUp();
    await from.notifyQueue();
    const mine = await from.put({ records: newRecords(2) });
    await from.send({ s3Bucket: 'somebody-elses', s3ObjectKey: [mine.key] });
    const role = 'role: arn:aws:iam::222222222222:role/trail-reader, externalId: acme-1';
    const collector = await start(all, from, `, buckets: { ${from.bucket}: { ${role} } }`);
    await drained(from);
    expect(new Set(await uids())).toEqual(new Set(mine.uids));
    expect((await collector.get('/metrics')).text).toMatch(/trailhound_skipped_total\{reason="foreign_bucket"\} 1/);
  }, 120_000);
});
