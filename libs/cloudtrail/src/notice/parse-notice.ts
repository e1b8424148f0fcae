import type { SkipReason } from '@trailhound/contracts';
import { isJsonObject, type JsonObject, own, ownText } from '../json-object.js';
import { parseJson } from '../parse-record.js';

/** An object a notice tells of. */
export interface NoticedObject {
  readonly bucket: string;
  /** As the object is called, nothing encoded. */
  readonly key: string;
  /** Absent in buckets without versions, and in CloudTrail's own notices. */
  readonly versionId?: string;
  /** Without quotes. */
  readonly etag?: string;
  /** When it was put there, epoch milliseconds; absent in CloudTrail's own notices. */
  readonly createdMs?: number;
}

/** Something in a message that names no object to read. */
export type NoticeRemark =
  | { readonly kind: 'skipped'; readonly reason: SkipReason; readonly message: string }
  | { readonly kind: 'bad'; readonly message: string };

/** What the body of a queue's message is. */
export type Notice =
  | { readonly kind: 'objects'; readonly objects: readonly NoticedObject[]; readonly remarks: readonly NoticeRemark[] }
  /** The message holds records itself, such as an event of the bus: read its bytes as any input. */
  | { readonly kind: 'content' }
  | { readonly kind: 'bad'; readonly message: string };

/** An envelope in an envelope (SNS in SNS over two accounts) is nothing unusual; more is somebody's game. */
const maxEnvelopes = 4;

/**
 * Tells what a message of a queue says, whoever wrote it: notifications of S3 (their keys are URL-encoded, `+` is a space),
 * CloudTrail's own (`s3Bucket`, `s3ObjectKey`), the bus's `Object Created` (keys as they are), each raw or in the envelope
 * of SNS. Never throws: a body is whatever somebody with access to the queue sent.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/configure-sns-notifications-for-cloudtrail.html
 */
export function parseNotice(body: string, depth = 0): Notice {
  let value: unknown;
  try {
    value = parseJson(body);
  } catch {
    return { kind: 'bad', message: 'the message is no JSON' };
  }
  if (!isJsonObject(value)) return { kind: 'bad', message: 'the message is no JSON object' };
  if (own(value, 'Type') === 'Notification') {
    const inner = ownText(value, 'Message');
    if (inner === undefined) return { kind: 'bad', message: 'an SNS notification without a Message' };
    return depth < maxEnvelopes ? parseNotice(inner, depth + 1) : { kind: 'bad', message: 'too many envelopes' };
  }
  return ofCloudTrail(value) ?? ofS3(value) ?? ofTheBus(value) ?? ofContent(value);
}

function ofCloudTrail(value: JsonObject): Notice | undefined {
  const bucket = ownText(value, 's3Bucket');
  const keys = own(value, 's3ObjectKey');
  if (bucket === undefined || keys === undefined) return undefined;
  const remarks: NoticeRemark[] = [];
  const objects = (Array.isArray(keys) ? keys : [keys]).flatMap((key: unknown) => {
    if (typeof key === 'string' && key !== '') return [{ bucket, key }];
    remarks.push({ kind: 'bad', message: 'an s3ObjectKey of a CloudTrail notification is no text' });
    return [];
  });
  return { kind: 'objects', objects, remarks };
}

function ofS3(value: JsonObject): Notice | undefined {
  if (own(value, 'Event') === 's3:TestEvent') return skip('test_message', 'the test message S3 sends once');
  const entries = own(value, 'Records');
  if (!Array.isArray(entries) || !entries.some((entry) => own(entry, 'eventSource') === 'aws:s3')) return undefined;
  const objects: NoticedObject[] = [];
  const remarks: NoticeRemark[] = [];
  for (const entry of entries) {
    const read = entryOfS3(entry);
    if ('kind' in read) remarks.push(read);
    else objects.push(read);
  }
  return { kind: 'objects', objects, remarks };
}

function entryOfS3(entry: unknown): NoticedObject | NoticeRemark {
  const name = ownText(entry, 'eventName') ?? '';
  if (!/^(?:s3:)?(?:ObjectCreated:|ObjectRestore:Completed)/.test(name) && own(entry, 'eventSource') === 'aws:s3') {
    return { kind: 'skipped', reason: 'notification', message: `an S3 notification of ${name || 'nothing'}` };
  }
  const s3 = own(entry, 's3');
  const bucket = ownText(own(s3, 'bucket'), 'name');
  const encoded = ownText(own(s3, 'object'), 'key');
  const key = encoded === undefined ? undefined : decodedKey(encoded);
  if (bucket === undefined || key === undefined) {
    return { kind: 'bad', message: 'an S3 notification without a bucket or a key that can be read' };
  }
  return noticed(bucket, key, own(s3, 'object'), ownText(entry, 'eventTime'), 'versionId', 'eTag');
}

function decodedKey(encoded: string): string | undefined {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

function ofTheBus(value: JsonObject): Notice | undefined {
  const type = ownText(value, 'detail-type');
  if (own(value, 'source') !== 'aws.s3' || type === undefined || !type.startsWith('Object ')) return undefined;
  if (type !== 'Object Created' && type !== 'Object Restore Completed') {
    return skip('notification', `an S3 notification (${type})`);
  }
  const detail = own(value, 'detail');
  const bucket = ownText(own(detail, 'bucket'), 'name');
  const key = ownText(own(detail, 'object'), 'key');
  if (bucket === undefined || key === undefined) {
    return { kind: 'bad', message: `an S3 notification (${type}) without a bucket or a key` };
  }
  const object = noticed(bucket, key, own(detail, 'object'), ownText(value, 'time'), 'version-id', 'etag');
  return { kind: 'objects', objects: [object], remarks: [] };
}

function noticed(
  bucket: string,
  key: string,
  object: unknown,
  time: string | undefined,
  versionName: string,
  etagName: string,
): NoticedObject {
  const versionId = ownText(object, versionName);
  const etag = ownText(object, etagName)?.replaceAll('"', '');
  const createdMs = time === undefined ? Number.NaN : Date.parse(time);
  return {
    ...{ bucket, key },
    ...(versionId !== undefined && { versionId }),
    ...(etag !== undefined && { etag }),
    ...(!Number.isNaN(createdMs) && { createdMs }),
  };
}

/** Everything else is told apart where records are: events of the bus, control messages, records as they are. */
function ofContent(value: JsonObject): Notice {
  const holds = ['detail', 'Records', 'awslogs', 'logEvents', 'messageType', 'CloudTrailEvent', 'eventVersion', 'Type'];
  if (holds.some((name) => Object.hasOwn(value, name))) return { kind: 'content' };
  return { kind: 'bad', message: 'neither a notification nor a CloudTrail record' };
}

function skip(reason: SkipReason, message: string): Notice {
  return { kind: 'objects', objects: [], remarks: [{ kind: 'skipped', reason, message }] };
}
