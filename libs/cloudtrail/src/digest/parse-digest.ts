import { parseEventTime } from '../event-time.js';
import { isJsonObject, type JsonObject, own, ownText } from '../json-object.js';
import { parseJson } from '../parse-record.js';

/** A log file as a digest vouches for it. The hash is over the file's uncompressed bytes, in hexadecimal. */
export interface DigestedFile {
  readonly bucket: string;
  readonly key: string;
  readonly sha256: string;
}

/** The digest before this one, as this one vouches for it. */
export interface PreviousDigest {
  readonly bucket: string;
  readonly key: string;
  /** Over its uncompressed bytes; absent where the digest says none. */
  readonly sha256?: string;
  readonly signature: string;
}

/** A digest file: which log files CloudTrail delivered from one moment to another. */
export interface Digest {
  readonly account: string;
  readonly startMs: number;
  readonly endMs: number;
  /** As written: it is signed so. */
  readonly endTime: string;
  /** Where it was delivered to, by its own word. */
  readonly bucket: string;
  readonly key: string;
  readonly keyFingerprint: string;
  readonly signatureAlgorithm: string;
  /** Absent in the first digest of a chain. */
  readonly previous?: PreviousDigest;
  readonly files: readonly DigestedFile[];
}

export type ParsedDigest =
  | { readonly ok: true; readonly digest: Digest }
  | { readonly ok: false; readonly message: string };

/**
 * Reads the JSON of a digest file. Everything a validation rests on must be there and well formed; times of files
 * within it are not looked at. Fields:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html
 */
export function parseDigest(text: string): ParsedDigest {
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    return refused(`no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isJsonObject(value)) return refused('no JSON object');
  try {
    return { ok: true, digest: digestOf(value) };
  } catch (error) {
    if (error instanceof Malformed) return refused(error.message);
    throw error;
  }
}

class Malformed extends Error {}

function refused(message: string): ParsedDigest {
  return { ok: false, message };
}

function digestOf(object: JsonObject): Digest {
  const files = own(object, 'logFiles');
  if (!Array.isArray(files)) throw new Malformed('its logFiles are no list');
  const previous = previousOf(object);
  return {
    account: needed(object, 'awsAccountId'),
    startMs: moment(object, 'digestStartTime'),
    endMs: moment(object, 'digestEndTime'),
    endTime: needed(object, 'digestEndTime'),
    bucket: needed(object, 'digestS3Bucket'),
    key: needed(object, 'digestS3Object'),
    keyFingerprint: needed(object, 'digestPublicKeyFingerprint'),
    signatureAlgorithm: needed(object, 'digestSignatureAlgorithm'),
    ...(previous && { previous }),
    files: files.map(fileOf),
  };
}

function previousOf(object: JsonObject): PreviousDigest | undefined {
  const members = ['previousDigestS3Bucket', 'previousDigestS3Object', 'previousDigestSignature'];
  if (members.every((name) => (own(object, name) ?? null) === null)) return undefined;
  const sha256 = ownText(object, 'previousDigestHashValue');
  return {
    bucket: needed(object, 'previousDigestS3Bucket'),
    key: needed(object, 'previousDigestS3Object'),
    signature: needed(object, 'previousDigestSignature'),
    ...(sha256 !== undefined && { sha256: sha256.toLowerCase() }),
  };
}

function fileOf(file: unknown, at: number): DigestedFile {
  const algorithm = ownText(file, 'hashAlgorithm') ?? 'SHA-256';
  if (algorithm !== 'SHA-256') throw new Malformed(`logFiles[${at}] is hashed by ${JSON.stringify(algorithm)}`);
  return {
    bucket: needed(file, 's3Bucket', `logFiles[${at}].`),
    key: needed(file, 's3Object', `logFiles[${at}].`),
    sha256: needed(file, 'hashValue', `logFiles[${at}].`).toLowerCase(),
  };
}

function needed(object: unknown, name: string, prefix = ''): string {
  const text = ownText(object, name);
  if (text === undefined || text === '') throw new Malformed(`it has no ${prefix}${name}`);
  return text;
}

function moment(object: JsonObject, name: string): number {
  const time = parseEventTime(own(object, name));
  if (!time.ok) throw new Malformed(time.message.replace('eventTime', name));
  return time.epochMs;
}

/**
 * What the digest's signature is over, in UTF-8: the end time as written, where it lies, the SHA-256 of its uncompressed
 * bytes in hexadecimal, and the previous digest's signature or the word `null`. The signature is RSA PKCS #1 v1.5 with
 * SHA-256 of this, in hexadecimal, in the object's metadata `signature`.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-custom-validation.html
 */
export function signedText(digest: Digest, sha256OfDigest: string): string {
  const { endTime, bucket, key, previous } = digest;
  return `${endTime}\n${bucket}/${key}\n${sha256OfDigest}\n${previous?.signature ?? 'null'}`;
}
