import { gunzipSync, gzipSync } from 'node:zlib';
import { ObjectStoreError } from '@trailhound/ports';
import { type DigestPlace, DigestSigner, type LogFile } from '@trailhound/testkit';
import { describe, expect, it } from 'vitest';
import { type VerifyOptions, verifyBucket } from './verify-bucket.js';

const hourMs = 3_600_000;
const firstEndMs = Date.parse('2026-03-02T01:00:00Z');
const signer = new DigestSigner();
const home: DigestPlace = { bucket: 'logs', account: '111122223333', region: 'eu-west-1' };

interface StoredObject {
  readonly body: Uint8Array;
  readonly metadata: Readonly<Record<string, string>>;
}
type Bucket = Map<string, StoredObject>;

/** Six hours of one place with a log file each, and their digests. */
function filled(place = home, by = signer, bucket: Bucket = new Map()): Bucket {
  const { account, region, root = 'AWSLogs/' } = place;
  const files = Array.from({ length: 6 }, (_, hour): LogFile[] => {
    const name = `${account}_CloudTrail_${region}_20260302T0${hour}10Z_f${hour}.json.gz`;
    return [
      { key: `${root}${account}/CloudTrail/${region}/2026/03/02/${name}`, content: `{"Records":[],"hour":${hour}}` },
    ];
  });
  for (const { key, content } of files.flat()) bucket.set(key, { body: gzipSync(content), metadata: {} });
  for (const { key, body, metadata } of by.chain(place, firstEndMs, files)) bucket.set(key, { body, metadata });
  return bucket;
}

function storeOf(bucket: Bucket): VerifyOptions['store'] {
  const at = (key: string) => {
    const found = bucket.get(key);
    if (found === undefined) throw new ObjectStoreError('gone', `s3://logs/${key} is not there any more`);
    return found;
  };
  return {
    async *list(name, prefix, startAfter = '') {
      for (const key of [...bucket.keys()].sort())
        if (key.startsWith(prefix) && key > startAfter)
          yield { bucket: name, key, bytes: 1, etag: '', lastModifiedMs: 0 };
    },
    async *read(_, key) {
      yield at(key).body;
    },
    async *folders(_, prefix) {
      const names = [...bucket.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
      yield* new Set(names.filter((name) => name.includes('/')).map((name) => name.slice(0, name.indexOf('/') + 1)));
    },
    metadata: async (_, key) => new Map(Object.entries(at(key).metadata)),
  };
}

function verified(bucket: Bucket, changes: Partial<VerifyOptions> = {}) {
  const value = JSON.parse(signer.publicKeys()).PublicKeyList[0].Value as string;
  const keys = async () => new Map([[signer.fingerprint, value]]);
  const period = { fromMs: firstEndMs - hourMs, toMs: firstEndMs + 6 * hourMs };
  return verifyBucket({ store: storeOf(bucket), keys, bucket: 'logs', prefix: '', ...period, ...changes });
}

const keyOf = (bucket: Bucket, part: string) => [...bucket.keys()].find((key) => key.includes(part)) ?? 'none';
const digest3 = 'CloudTrail-Digest_eu-west-1_main_us-east-1_20260302T0300';
const log2 = '_20260302T0210Z_';

function rewrite(bucket: Bucket, part: string, change: (text: string) => string): void {
  const key = keyOf(bucket, part);
  const { body, metadata } = bucket.get(key) as StoredObject;
  bucket.set(key, { body: gzipSync(change(gunzipSync(body).toString())), metadata });
}

describe('a bucket as CloudTrail filled it', () => {
  it('is unbroken, for each account and region of it', async () => {
    const bucket = filled({ ...home, root: 'AWSLogs/o-abcdef/', account: '444455556666' }, signer, filled());
    const report = await verified(bucket);
    expect(report.findings).toEqual([]);
    expect(report.chains).toMatchObject([
      { account: '111122223333', digests: 6, validDigests: 6, files: 6, validFiles: 6, fromMs: firstEndMs - hourMs },
      { account: '444455556666', digests: 6, validDigests: 6, files: 6, validFiles: 6, toMs: firstEndMs + 5 * hourMs },
    ]);
    const one = await verified(bucket, { accounts: new Set(['444455556666']) });
    expect(one.chains.map(({ account }) => account)).toEqual(['444455556666']);
    expect((await verified(bucket, { regions: new Set(['us-east-1']) })).chains).toEqual([]);
  });

  it('is unbroken in a part of the time, whose digests name one before it', async () => {
    const report = await verified(filled(), { fromMs: firstEndMs + 1.5 * hourMs, toMs: firstEndMs + 3.5 * hourMs });
    expect(report.findings).toEqual([]);
    expect(report.chains).toMatchObject([{ digests: 3, validFiles: 3 }]);
  });
});

describe('a bucket somebody has been at', () => {
  it.each<{ name: string; touch: (bucket: Bucket) => void; kind: string; object: string; message?: RegExp }>([
    {
      name: 'a log file that was deleted',
      touch: (bucket) => bucket.delete(keyOf(bucket, log2)),
      kind: 'file_missing',
      object: log2,
    },
    {
      name: 'a log file in which a record was changed',
      touch: (bucket) => rewrite(bucket, log2, (text) => text.replace('2', '3')),
      kind: 'file_altered',
      object: log2,
    },
    {
      name: 'a log file that a second gzip member was appended to',
      touch: (bucket) => {
        const { body } = bucket.get(keyOf(bucket, log2)) as StoredObject;
        bucket.set(keyOf(bucket, log2), { body: Buffer.concat([body, gzipSync('{}')]), metadata: {} });
      },
      kind: 'file_altered',
      object: log2,
    },
    {
      name: 'a log file that is cut off',
      touch: (bucket) => {
        const { body } = bucket.get(keyOf(bucket, log2)) as StoredObject;
        bucket.set(keyOf(bucket, log2), { body: body.subarray(0, body.length - 4), metadata: {} });
      },
      kind: 'file_altered',
      object: log2,
      message: /no gzip file any more/,
    },
    {
      name: 'a digest that was deleted',
      touch: (bucket) => bucket.delete(keyOf(bucket, digest3)),
      kind: 'digest_missing',
      object: digest3,
    },
    {
      name: 'a digest from which a file was taken out',
      touch: (bucket) => rewrite(bucket, digest3, (text) => JSON.stringify({ ...JSON.parse(text), logFiles: [] })),
      kind: 'digest_invalid',
      object: digest3,
      message: /signature does not hold/,
    },
    {
      name: 'a digest without its signature',
      touch: (bucket) => {
        const { body } = bucket.get(keyOf(bucket, digest3)) as StoredObject;
        bucket.set(keyOf(bucket, digest3), { body, metadata: {} });
      },
      kind: 'digest_invalid',
      object: digest3,
      message: /no signature/,
    },
    {
      name: 'a digest that another stands in the place of',
      touch: (bucket) => bucket.set(keyOf(bucket, digest3), bucket.get(keyOf(bucket, '20260302T0400')) as StoredObject),
      kind: 'digest_invalid',
      object: digest3,
      message: /moved from there/,
    },
  ])('shows $name', async ({ touch, kind, object, message = /./ }) => {
    const bucket = filled();
    touch(bucket);
    const { findings } = await verified(bucket);
    const breaks = findings.filter(({ weight }) => weight === 'break');
    expect(breaks).toMatchObject([{ kind, weight: 'break', account: '111122223333', region: 'eu-west-1' }]);
    expect(breaks[0]?.object).toContain(object);
    expect(breaks[0]?.message).toMatch(message);
  });

  it('shows digests of one who has no key of AWS, all of them', async () => {
    const { findings } = await verified(filled(home, new DigestSigner()));
    expect(new Set(findings.map(({ kind }) => kind))).toEqual(new Set(['digest_invalid']));
    expect(findings[0]?.message).toMatch(/no public key of eu-west-1 has the fingerprint/);
  });

  it('shows a validly signed digest that is not the one its successor names', async () => {
    const bucket = filled();
    const other = signer.chain(home, firstEndMs, [[], [], []]).at(-1);
    if (other) bucket.set(other.key, other);
    const { findings } = await verified(bucket);
    expect(findings).toContainEqual(
      expect.objectContaining({ kind: 'digest_replaced', object: `s3://logs/${keyOf(bucket, digest3)}` }),
    );
  });

  it('names a log file that no digest names, and does not call it a break', async () => {
    const bucket = filled();
    const planted = keyOf(bucket, log2).replace('_f2', '_planted');
    bucket.set(planted, { body: gzipSync('{"Records":[]}'), metadata: {} });
    const { findings } = await verified(bucket);
    expect(findings).toMatchObject([{ kind: 'file_unlisted', weight: 'notice', object: `s3://logs/${planted}` }]);
  });

  it('says once of a region without digests that nothing vouches for it', async () => {
    const bucket = filled();
    for (const key of [...bucket.keys()]) if (key.includes('CloudTrail-Digest')) bucket.delete(key);
    const { findings, chains } = await verified(bucket);
    expect(chains).toEqual([]);
    expect(findings).toMatchObject([{ kind: 'no_digests', weight: 'break', region: 'eu-west-1' }]);
  });

  it('tells what cannot be read from what is missing', async () => {
    const bucket = filled();
    const store = storeOf(bucket);
    const read: typeof store.read = (name, key) => {
      if (key.includes(log2)) throw new ObjectStoreError('access_denied', 'may not s3:GetObject');
      return store.read(name, key);
    };
    const { findings, chains } = await verified(bucket, { store: { ...store, read } });
    expect(findings).toMatchObject([{ kind: 'file_unreadable', weight: 'unknown', message: 'may not s3:GetObject' }]);
    expect(chains).toMatchObject([{ files: 6, validFiles: 5 }]);
  });
});
