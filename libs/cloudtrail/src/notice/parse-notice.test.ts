import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseNotice } from './parse-notice.js';
import { skippedNotice } from './trail-folder.js';

const s3 = (key: string, more: object = {}, name = 'ObjectCreated:Put') => ({
  eventVersion: '2.1',
  eventSource: 'aws:s3',
  eventTime: '2026-03-01T00:05:00.000Z',
  eventName: name,
  s3: { bucket: { name: 'trail' }, object: { key, size: 5, ...more } },
});
const bus = (type: string, key: string) => ({
  'detail-type': type,
  source: 'aws.s3',
  time: '2026-03-01T00:05:00Z',
  detail: { bucket: { name: 'trail' }, object: { key, 'version-id': 'v1', etag: 'e1' } },
});
const sns = (inner: unknown) => ({ Type: 'Notification', MessageId: 'm', Message: JSON.stringify(inner) });
const parse = (value: unknown) => parseNotice(typeof value === 'string' ? value : JSON.stringify(value));
const createdMs = Date.parse('2026-03-01T00:05:00Z');

describe('25 and 26: a message of a queue names', () => {
  it.each<[string, unknown, object[]]>([
    [
      'the object of an S3 notification, its key decoded: + is a space',
      { Records: [s3('AWSLogs/a+b%2Bc/%C3%BC.json.gz', { versionId: 'v1', eTag: 'e1' })] },
      [{ bucket: 'trail', key: 'AWSLogs/a b+c/ü.json.gz', versionId: 'v1', etag: 'e1', createdMs }],
    ],
    ['the same in the envelope of SNS', sns({ Records: [s3('a')] }), [{ bucket: 'trail', key: 'a', createdMs }]],
    ['the same in two envelopes', sns(sns({ Records: [s3('a')] })), [{ bucket: 'trail', key: 'a', createdMs }]],
    [
      'the object of an event of the bus, its key as it is: + is a plus',
      bus('Object Created', 'AWSLogs/a+b%2Bc.json.gz'),
      [{ bucket: 'trail', key: 'AWSLogs/a+b%2Bc.json.gz', versionId: 'v1', etag: 'e1', createdMs }],
    ],
    [
      'an object that was archived and can be read again',
      bus('Object Restore Completed', 'a'),
      [{ bucket: 'trail', key: 'a', versionId: 'v1', etag: 'e1', createdMs }],
    ],
    [
      'every object of a CloudTrail notification, raw',
      { s3Bucket: 'trail', s3ObjectKey: ['a b+c', 'd'] },
      [
        { bucket: 'trail', key: 'a b+c' },
        { bucket: 'trail', key: 'd' },
      ],
    ],
    [
      'every object of a CloudTrail notification, enveloped',
      sns({ s3Bucket: 'trail', s3ObjectKey: ['a'] }),
      [{ bucket: 'trail', key: 'a' }],
    ],
  ])('%s', (_, value, objects) => {
    expect(parse(value)).toEqual({ kind: 'objects', objects, remarks: [] });
  });

  it.each<[string, unknown, string]>([
    ['the test message of S3', { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'trail' }, 'test_message'],
    ['the test message of S3 through SNS', sns({ Event: 's3:TestEvent' }), 'test_message'],
    ['a deletion', { Records: [s3('a', {}, 'ObjectRemoved:Delete')] }, 'notification'],
    ['a deletion on the bus', bus('Object Deleted', 'a'), 'notification'],
    ['an annotation', bus('Object Annotation Created', 'a'), 'notification'],
  ])('nothing to read: %s', (_, value, reason) => {
    expect(parse(value)).toMatchObject({ objects: [], remarks: [{ kind: 'skipped', reason }] });
  });

  it('the good objects of a notification that is broken in parts', () => {
    const broken = [s3('%E0%A4%A'), 7, { eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3: {} }];
    const notice = parse({ Records: [s3('a'), ...broken, s3('b')] });
    expect(notice).toMatchObject({ objects: [{ key: 'a' }, { key: 'b' }] });
    expect(notice).toMatchObject({ remarks: [{ kind: 'bad' }, { kind: 'bad' }, { kind: 'bad' }] });
  });

  it.each<[string, unknown]>([
    ['an event of the bus', { 'detail-type': 'AWS API Call via CloudTrail', source: 'aws.iam', detail: {} }],
    ['a file of records', { Records: [{ eventVersion: '1.08', eventName: 'x', eventSource: 'y' }] }],
    ['a record', { eventVersion: '1.08', eventName: 'x' }],
    ['a confirmation of SNS', { Type: 'SubscriptionConfirmation' }],
  ])('records, or what records are told from: %s', (_, value) => {
    expect(parse(value)).toEqual({ kind: 'content' });
  });

  it.each<[string, unknown]>([
    ['no JSON', 'this is not json at all {{{'],
    ['nothing', ''],
    ['a list', []],
    ['text', '"x"'],
    ['something else', { hello: 'world' }],
    ['members of the prototype', '{"__proto__":{"s3Bucket":"b","s3ObjectKey":["k"]}}'],
    ['an envelope without a letter', { Type: 'Notification' }],
    ['envelopes without end', [1, 2, 3, 4, 5, 6].reduce<unknown>((inner) => sns(inner), { s3Bucket: 'b' })],
  ])('nothing anybody understands: %s', (_, value) => {
    expect(parse(value)).toMatchObject({ kind: 'bad' });
  });
});

describe('27 and 30: an object a notice names, by its key,', () => {
  const log = (account: string, region: string) =>
    `${account}/CloudTrail/${region}/2026/03/01/${account}_CloudTrail_${region}_20260301T0000Z_abcdefghijklmnop.json.gz`;
  it.each([
    [`AWSLogs/${log('111111111111', 'us-east-1')}`, undefined],
    [`my/prefix/AWSLogs/${log('111111111111', 'us-east-1')}`, undefined],
    [`AWSLogs/o-abcdefghij/${log('111111111111', 'eu-west-1')}`, undefined],
    [`AWSLogs/${log('111111111111', 'us-gov-west-1')}`, undefined],
    [`AWSLogs/${log('111111111111', 'cn-north-1')}`, undefined],
    ['AWSLogs/111111111111/CloudTrail-Digest/us-east-1/2026/03/01/x.json.gz', 'digest'],
    [
      'AWSLogs/111111111111/CloudTrail-Insight/us-east-1/2026/03/01/111111111111_CloudTrail-Insight_us-east-1_20260301T0000Z_abc.json.gz',
      undefined,
    ],
    ['AWSLogs/111111111111/CloudTrail-Insight/us-east-1/2026/03/01/x.json.gz', 'foreign_object'],
    ['AWSLogs/111111111111/CloudTrail-Aggregated/us-east-1/2026/03/01/x.json.gz', 'foreign_object'],
    ['AWSLogs/111111111111/Config/ConfigWritabilityCheckFile', 'config'],
    ['AWSLogs/111111111111/vpcflowlogs/us-east-1/2026/03/01/x.log.gz', 'foreign_object'],
    ['AWSLogs/111111111111/CloudTrail/us-east-1/2026/03/01/readme.txt', 'foreign_object'],
    ['photos/cat.jpg', 'foreign_object'],
  ])('%s is %s', (key, reason) => {
    expect(skippedNotice(key)).toBe(reason);
  });
});

const samples = fileURLToPath(
  new URL('../../../../../shared/data/cloudtrail/raw-formats/s3-notifications', import.meta.url),
);
describe.skipIf(!existsSync(samples))(
  'the samples of notifications (skipped where they are not beside the checkout)',
  () => {
    const read = (file: string): unknown => JSON.parse(readFileSync(`${samples}/${file}`, 'utf8'));
    it.each<[string, object]>([
      ['eventbridge-object-annotation-created.json', { objects: [], remarks: [{ reason: 'notification' }] }],
      ['eventbridge-object-created-plus-key.json', { objects: [{ key: expect.stringContaining('+') }] }],
      ['eventbridge-object-created-unsupported-version.json', { objects: [{ key: 'example-key' }] }],
      ['eventbridge-object-created.json', { objects: [{ bucket: 'amzn-s3-demo-bucket1', key: 'example-key' }] }],
      ['eventbridge-object-deleted.json', { objects: [], remarks: [{ reason: 'notification' }] }],
      ['eventbridge-object-restore-completed.json', { objects: [{ key: expect.any(String) }] }],
      ['s3-event-object-created.json', { objects: [{ key: expect.any(String) }], remarks: [] }],
      ['s3-event-urlencoded-key.json', { objects: [{ bucket: 'ct-siem-sync', key: 'my file=a.json.gz' }] }],
      ['s3-test-event.json', { objects: [], remarks: [{ reason: 'test_message' }] }],
    ])('%s', (file, expected) => {
      expect(parse(read(file))).toMatchObject({ kind: 'objects', ...expected });
    });

    it.each<[string, object[]]>([
      ['sqs-s3-event.json', [{ kind: 'objects' }]],
      ['sqs-sns-event.json', [{ kind: 'objects', objects: [{ bucket: 'lambda-artifacts-deafc19498e3f2df' }] }]],
      ['sqs-batch-partial-garbage.json', [{ kind: 'objects' }, { kind: 'bad' }, { kind: 'objects' }]],
      ['sns-s3-event.json', [{ kind: 'objects' }]],
      ['sns-s3-test-event.json', [{ kind: 'objects', objects: [], remarks: [{ reason: 'test_message' }] }]],
    ])('%s, whose messages a queue would bring one by one', (file, expected) => {
      const batch = read(file) as { Records: { body?: string; Sns?: { Message: string } }[] };
      expect(batch.Records.map(({ body, Sns }) => parse(body ?? Sns?.Message ?? ''))).toMatchObject(expected);
    });
  },
);
