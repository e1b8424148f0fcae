import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseDigest, signedText } from './parse-digest.js';

const shared = join(
  import.meta.dirname,
  '../../../../../shared/data/cloudtrail/raw-formats/otel/cloudtrail_digest.json',
);

const first = {
  awsAccountId: '111122223333',
  digestStartTime: '2026-03-02T10:00:00Z',
  digestEndTime: '2026-03-02T11:00:00Z',
  digestS3Bucket: 'b',
  digestS3Object: 'k',
  digestPublicKeyFingerprint: 'f',
  digestSignatureAlgorithm: 'SHA256withRSA',
  logFiles: [{ s3Bucket: 'b', s3Object: 'l', hashValue: 'AB', hashAlgorithm: 'SHA-256' }],
};
const later = {
  ...first,
  previousDigestS3Bucket: 'b',
  previousDigestS3Object: 'p',
  previousDigestHashValue: 'CD',
  previousDigestSignature: 'ef',
};

describe('a digest file', () => {
  it.skipIf(!existsSync(shared))('of the corpus is read', () => {
    const parsed = parseDigest(readFileSync(shared, 'utf8'));
    expect(parsed).toMatchObject({
      ok: true,
      digest: { account: '111122223333', files: [{ key: expect.stringMatching(/obj1\.json\.gz$/) }] },
    });
  });

  it('says what it vouches for', () => {
    expect(parseDigest(JSON.stringify(later))).toMatchObject({
      ok: true,
      digest: {
        startMs: Date.parse('2026-03-02T10:00:00Z'),
        previous: { bucket: 'b', key: 'p', sha256: 'cd', signature: 'ef' },
        files: [{ bucket: 'b', key: 'l', sha256: 'ab' }],
      },
    });
  });

  it.each([
    [first, '2026-03-02T11:00:00Z\nb/k\nhash\nnull'],
    [later, '2026-03-02T11:00:00Z\nb/k\nhash\nef'],
  ])('is signed over its end, its place, its hash and the signature before', (object, text) => {
    const parsed = parseDigest(JSON.stringify(object));
    expect(parsed.ok && signedText(parsed.digest, 'hash')).toBe(text);
  });

  it.each([
    ['{', /no JSON/],
    ['[]', /no JSON object/],
    [JSON.stringify({ ...first, logFiles: {} }), /logFiles are no list/],
    [JSON.stringify({ ...first, logFiles: [null] }), /no logFiles\[0\]\.s3Bucket/],
    [JSON.stringify({ ...first, logFiles: [{ hashAlgorithm: 'MD5' }] }), /logFiles\[0\] is hashed by "MD5"/],
    [JSON.stringify({ ...first, digestEndTime: '2026-03-02TT11:00:00Z' }), /digestEndTime/],
    [JSON.stringify({ ...first, digestS3Object: undefined }), /no digestS3Object/],
    [JSON.stringify({ ...later, previousDigestSignature: null }), /no previousDigestSignature/],
    [
      JSON.stringify({ ...first, ...JSON.parse('{"__proto__":{"awsAccountId":"x"}}'), awsAccountId: 1 }),
      /no awsAccountId/,
    ],
  ])('%s is refused', (text, message) => {
    expect(parseDigest(text)).toEqual({ ok: false, message: expect.stringMatching(message) });
  });
});
