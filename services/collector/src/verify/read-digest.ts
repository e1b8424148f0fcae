import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type Digest, parseDigest, signedText, type ValidDigest } from '@trailhound/cloudtrail';
import { type DigestKeys, type ObjectStore, ObjectStoreError } from '@trailhound/ports';
import { hashGzip } from './hash-gzip.js';

/** A digest as it lies in a bucket: what CloudTrail signed, or why it is not, or why that cannot be told. */
export type ReadDigest =
  | { readonly kind: 'valid'; readonly valid: ValidDigest }
  | { readonly kind: 'invalid' | 'unreadable'; readonly message: string };

/** Digests of busy regions name some thousand files an hour, 250 bytes each. */
const maxDigestBytes = 64 << 20;

/** Fetches digests and checks each by itself: form, place, signature. What stands between them is `checkChain`'s. */
export class DigestReader {
  readonly #keys = new Map<string, Promise<ReadonlyMap<string, string>>>();

  constructor(
    private readonly store: Pick<ObjectStore, 'read' | 'metadata'>,
    private readonly keys: DigestKeys,
    private readonly period: { readonly fromMs: number; readonly toMs: number },
  ) {}

  async read(region: string, bucket: string, key: string): Promise<ReadDigest> {
    try {
      const hashed = await hashGzip(this.store.read(bucket, key), maxDigestBytes);
      if (!hashed.ok) return invalid(`it is no gzip file: ${hashed.message}`);
      if (hashed.bytes > maxDigestBytes) return invalid(`it is larger than ${maxDigestBytes} bytes`);
      const parsed = parseDigest(new TextDecoder().decode(hashed.content));
      if (!parsed.ok) return invalid(`it is no digest: ${parsed.message}`);
      const { digest } = parsed;
      if (digest.bucket !== bucket || digest.key !== key)
        return invalid(`it was delivered to s3://${digest.bucket}/${digest.key} and moved from there`);
      const signature = (await this.store.metadata(bucket, key)).get('signature');
      if (signature === undefined) return invalid('it carries no signature in its metadata');
      const problem = await this.#problemOfSignature(region, digest, hashed.sha256, signature);
      return problem === undefined
        ? { kind: 'valid', valid: { digest, sha256: hashed.sha256, signature } }
        : invalid(problem);
    } catch (error) {
      if (!(error instanceof ObjectStoreError)) throw error;
      return { kind: 'unreadable', message: error.message };
    }
  }

  async #problemOfSignature(
    region: string,
    digest: Digest,
    sha256: string,
    signature: string,
  ): Promise<string | undefined> {
    if (digest.signatureAlgorithm !== 'SHA256withRSA')
      return `it is signed by ${JSON.stringify(digest.signatureAlgorithm)}, which is not known`;
    if (!/^([0-9a-f]{2})+$/i.test(signature)) return 'its signature is not hexadecimal';
    const encoded = (await this.#keysOf(region)).get(digest.keyFingerprint);
    if (encoded === undefined) return `no public key of ${region} has the fingerprint ${digest.keyFingerprint}`;
    const key = publicKeyOf(encoded);
    if (key === undefined) return `the public key ${digest.keyFingerprint} is no RSA key in PKCS #1`;
    const isSigned = verify('RSA-SHA256', Buffer.from(signedText(digest, sha256)), key, Buffer.from(signature, 'hex'));
    return isSigned ? undefined : 'its signature does not hold: it was changed after CloudTrail signed it';
  }

  #keysOf(region: string): Promise<ReadonlyMap<string, string>> {
    const asked = this.#keys.get(region) ?? this.keys(region, this.period.fromMs, this.period.toMs);
    this.#keys.set(region, asked);
    return asked;
  }
}

function publicKeyOf(base64: string): KeyObject | undefined {
  try {
    return createPublicKey({ key: Buffer.from(base64, 'base64'), format: 'der', type: 'pkcs1' });
  } catch {
    return undefined;
  }
}

function invalid(message: string): ReadDigest {
  return { kind: 'invalid', message };
}
