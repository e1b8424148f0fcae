import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { gzipSync } from 'node:zlib';

/** An object as CloudTrail would put it. */
export interface SignedObject {
  readonly key: string;
  readonly body: Uint8Array;
  readonly metadata: Readonly<Record<string, string>>;
}

/** A log file to be vouched for; `content` is what is in it, uncompressed. */
export interface LogFile {
  readonly key: string;
  readonly content: string;
}

export interface DigestPlace {
  readonly bucket: string;
  readonly account: string;
  readonly region: string;
  readonly trail?: string;
  /** Before `AWSLogs/`, and `o-…/` behind it. */
  readonly root?: string;
}

/**
 * Signs digests with a key of its own, as CloudTrail does with its region's. Written from the user guide alone, apart from
 * the code that validates them.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html
 */
export class DigestSigner {
  readonly #pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly fingerprint = createHash('md5').update(this.#der()).digest('hex');

  /** As `aws cloudtrail list-public-keys` prints it. */
  publicKeys(): string {
    return JSON.stringify({
      PublicKeyList: [{ Value: this.#der().toString('base64'), Fingerprint: this.fingerprint }],
    });
  }

  #der(): Buffer {
    return this.#pair.publicKey.export({ type: 'pkcs1', format: 'der' });
  }

  /** The chain of hourly digests of one place, the first of which ends at `firstEndMs`; files by hour. */
  chain(place: DigestPlace, firstEndMs: number, filesByHour: readonly (readonly LogFile[])[]): SignedObject[] {
    let before: { readonly key: string; readonly sha256: string; readonly signature: string } | undefined;
    return filesByHour.map((files, hour) => {
      const endMs = firstEndMs + hour * 3_600_000;
      const { bucket, account, region, root = 'AWSLogs/', trail = 'main' } = place;
      const end = isoSeconds(endMs);
      const name = `${account}_CloudTrail-Digest_${region}_${trail}_us-east-1_${end.replace(/[-:]/g, '')}.json.gz`;
      const key = `${root}${account}/CloudTrail-Digest/${region}/${end.slice(0, 10).replaceAll('-', '/')}/${name}`;
      const text = JSON.stringify({
        awsAccountId: account,
        digestStartTime: isoSeconds(endMs - 3_600_000),
        digestEndTime: end,
        digestS3Bucket: bucket,
        digestS3Object: key,
        digestPublicKeyFingerprint: this.fingerprint,
        digestSignatureAlgorithm: 'SHA256withRSA',
        previousDigestS3Bucket: before ? bucket : null,
        previousDigestS3Object: before?.key ?? null,
        previousDigestHashValue: before?.sha256 ?? null,
        previousDigestHashAlgorithm: before ? 'SHA-256' : null,
        previousDigestSignature: before?.signature ?? null,
        logFiles: files.map((file) => ({
          s3Bucket: bucket,
          s3Object: file.key,
          hashValue: sha256(file.content),
          hashAlgorithm: 'SHA-256',
        })),
      });
      const toSign = [end, `${bucket}/${key}`, sha256(text), before?.signature ?? 'null'].join('\n');
      const signature = sign('sha256', Buffer.from(toSign), this.#pair.privateKey).toString('hex');
      before = { key, sha256: sha256(text), signature };
      return { key, body: gzipSync(text), metadata: { signature, 'signature-algorithm': 'SHA256withRSA' } };
    });
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function isoSeconds(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('.000Z', 'Z');
}
