import { gzipSync } from 'node:zlib';
import { type ObjectEntry, ObjectStoreError } from '@trailhound/ports';
import { describe, expect, it } from 'vitest';
import { skippedByKey } from './object-key.js';
import { readTogether } from './read-together.js';
import { s3Source } from './s3-source.js';

const day = 'AWSLogs/111111111111/CloudTrail/us-east-1/2026/03/01';
const file = `${day}/111111111111_CloudTrail_us-east-1_20260301T0000Z_abcdefghijklmnop.json.gz`;

describe('an object by its key', () => {
  it.each([
    [file, undefined],
    [`AWSLogs/o-abc/111111111111/CloudTrail/${file}`, undefined],
    ['AWSLogs/1/CloudTrail-Digest/us-east-1/2026/03/01/1_CloudTrail-Digest_us-east-1_t_x.json.gz', 'digest'],
    ['AWSLogs/1/CloudTrail-Insight/us-east-1/2026/03/01/1_CloudTrail-Insight_us-east-1_x.json.gz', undefined],
    ['copied/1_CloudTrail-Digest_us-east-1_t_x.json.gz', 'digest'],
    ['AWSLogs/1/Config/ConfigWritabilityCheckFile', 'config'],
    ['anything.json', undefined],
    ['CloudTrail-Digestion.json', undefined],
  ])('%s is %s', (key, reason) => {
    expect(skippedByKey(key)).toBe(reason);
  });
});

const record = (n: number) => ({
  eventVersion: '1.08',
  eventID: `00000000-0000-4000-8000-00000000000${n}`,
  eventTime: '2026-03-01T00:00:00Z',
  eventName: 'ListBuckets',
  eventSource: 's3.amazonaws.com',
  recipientAccountId: '111111111111',
});

function storeOf(objects: Readonly<Record<string, Uint8Array | Error>>) {
  const asked: string[] = [];
  return {
    asked,
    async *list(bucket: string, prefix: string): AsyncGenerator<ObjectEntry> {
      for (const [key, content] of Object.entries(objects)) {
        if (!key.startsWith(prefix)) continue;
        if (content instanceof Error && key.endsWith('!list')) throw content;
        yield {
          bucket,
          key,
          bytes: content instanceof Error ? 9 : content.length,
          etag: `"${key}"`,
          lastModifiedMs: 5,
        };
      }
    },
    async *read(_: string, key: string) {
      asked.push(key);
      const content = objects[key];
      if (content instanceof Error) throw content;
      if (content) yield content;
    },
  };
}

const json = (...records: object[]) => new TextEncoder().encode(JSON.stringify({ Records: records }));

describe('a prefix of a bucket', () => {
  it('gives the records of every object, compressed or not, and passes over what its name tells', async () => {
    const store = storeOf({
      [file]: gzipSync(json(record(1), record(2))),
      'AWSLogs/folder/': new Uint8Array(),
      'AWSLogs/plain.json': json(record(3)),
      'AWSLogs/1/CloudTrail-Digest/x.json.gz': gzipSync('{}'),
      'elsewhere/x.json': json(record(4)),
    });
    const items = [];
    for await (const batch of readTogether(s3Source({ store, bucket: 'logs', prefix: 'AWSLogs/' })))
      for (const item of batch.items) items.push([batch.input, item.kind]);
    expect(items.sort()).toEqual([
      ['s3://logs/AWSLogs/1/CloudTrail-Digest/x.json.gz', 'skipped'],
      [`s3://logs/${file}`, 'record'],
      [`s3://logs/${file}`, 'record'],
      ['s3://logs/AWSLogs/plain.json', 'record'],
    ]);
    expect(store.asked).not.toContain('AWSLogs/1/CloudTrail-Digest/x.json.gz');
  });

  it('remembers an object by key and ETag, with when it was delivered', async () => {
    const source = s3Source({ store: storeOf({ [file]: json(record(1)) }), bucket: 'logs', prefix: '' });
    const [input] = await Array.fromAsync(source.inputs());
    expect(input).toMatchObject({
      deliveredMs: 5,
      checkpoint: { scope: 'collector.s3', key: `s3://logs/${file}`, value: `"${file}"` },
    });
  });

  it('names what may not be read or listed, and reads the rest', async () => {
    const denied = (what: string) => new ObjectStoreError('access_denied', `arn:aws:iam::1:user/u may not ${what}`);
    const store = storeOf({
      'a.json': json(record(1)),
      'b.json': denied('s3:GetObject'),
      '!list': denied('s3:ListBucket'),
    });
    const items = [];
    for await (const batch of readTogether(s3Source({ store, bucket: 'logs', prefix: '' })))
      for (const item of batch.items) items.push(item.kind === 'unreadable' ? item.message : item.kind);
    expect(items.sort()).toEqual([
      'arn:aws:iam::1:user/u may not s3:GetObject',
      'arn:aws:iam::1:user/u may not s3:ListBucket',
      'record',
    ]);
  });
});
