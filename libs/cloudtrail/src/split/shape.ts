import type { SkipReason } from '@trailhound/contracts';
import { isJsonObject, type JsonObject, own, ownText } from '../json-object.js';
import type { ItemPlace } from './json-item.js';

/** What an object found in the input is. */
export type Shape =
  | { readonly kind: 'record' }
  /** Records stand in this member. */
  | { readonly kind: 'member'; readonly name: 'detail' | 'Records' }
  /** Records stand in the JSON of this text. */
  | { readonly kind: 'text'; readonly text: string }
  /** Records stand in the JSON that this text holds in gzip in base64. */
  | { readonly kind: 'compressed'; readonly base64: string }
  | { readonly kind: 'skip'; readonly reason: SkipReason; readonly message: string }
  | { readonly kind: 'unknown' };

/** Any of these makes an object a record that may lack the others; the last one, what CloudTrail Insights found. */
const recordMembers = [
  ...['eventName', 'eventSource', 'eventTime', 'eventVersion', 'userIdentity'],
  'insightDetails',
] as const;

/**
 * Tells what an object is by its members alone, never by a file's name: a CloudTrail record, a wrapper some service put
 * around records, or one of the things that lie beside records in buckets, queues and buses. In `Records` any object
 * that is nothing else is taken for a record, so that a broken one is refused by name.
 */
export function shapeOf(object: JsonObject, place: ItemPlace): Shape {
  const isRecord = certainMembers.every((name) => ownText(object, name) !== undefined);
  return notice(object) ?? (isRecord ? undefined : wrapper(object)) ?? record(object, place);
}

/** All of these make it one beyond doubt, whatever else it holds. */
const certainMembers = ['eventName', 'eventSource', 'eventVersion'] as const;

function record(object: JsonObject, place: ItemPlace): Shape {
  const isRecord = place === 'Records' || recordMembers.some((name) => Object.hasOwn(object, name));
  return { kind: isRecord ? 'record' : 'unknown' };
}

/** Things that never hold a record. */
function notice(object: JsonObject): Shape | undefined {
  if (Object.hasOwn(object, 'digestStartTime') && Object.hasOwn(object, 'logFiles')) {
    return skip('digest', 'a CloudTrail digest file');
  }
  if (own(object, 'Event') === 's3:TestEvent') return skip('test_message', 'the test message S3 sends once');
  if (own(object, 'eventSource') === 'aws:s3' && Object.hasOwn(object, 's3')) {
    return skip('notification', 'an S3 notification; the object it names is not fetched from here');
  }
  if (Object.hasOwn(object, 's3Bucket') && Object.hasOwn(object, 's3ObjectKey')) {
    return skip('notification', 'a CloudTrail notification; the objects it names are not fetched from here');
  }
  if (own(object, 'messageType') === 'CONTROL_MESSAGE') {
    return skip('control_message', 'a CloudWatch Logs control message');
  }
  const type = own(object, 'Type');
  if (type === 'SubscriptionConfirmation' || type === 'UnsubscribeConfirmation') {
    return skip('control_message', `an SNS ${type}`);
  }
  if (Object.hasOwn(object, 'configRuleId') || Object.hasOwn(object, 'configSnapshotId')) {
    return skip('config', 'an AWS Config event');
  }
  return undefined;
}

function wrapper(object: JsonObject): Shape | undefined {
  if (Object.hasOwn(object, 'detail') && (Object.hasOwn(object, 'detail-type') || Object.hasOwn(object, 'source'))) {
    return busEvent(object);
  }
  if (Array.isArray(own(object, 'Records'))) return { kind: 'member', name: 'Records' };
  const compressed = ownText(own(object, 'awslogs'), 'data');
  if (compressed !== undefined) return { kind: 'compressed', base64: compressed };
  const text = wrappedText(object);
  if (text === undefined) return undefined;
  return text.startsWith('CWL CONTROL MESSAGE')
    ? skip('control_message', 'a CloudWatch Logs control message')
    : { kind: 'text', text };
}

/** The text another service wrapped: LookupEvents, SNS (as it is, in SQS, in Lambda), SQS, CloudWatch Logs. */
function wrappedText(object: JsonObject): string | undefined {
  const lookedUp = ownText(object, 'CloudTrailEvent');
  if (lookedUp !== undefined) return lookedUp;
  if (own(object, 'Type') === 'Notification') return ownText(object, 'Message');
  const published = ownText(own(object, 'Sns'), 'Message');
  if (published !== undefined) return published;
  if (Object.hasOwn(object, 'messageId')) return ownText(object, 'body');
  if (Object.hasOwn(object, 'MessageId')) return ownText(object, 'Body');
  const message = ownText(object, 'message');
  const isLogged = Object.hasOwn(object, 'id') && Object.hasOwn(object, 'timestamp');
  return message !== undefined && (isLogged || message.startsWith('{')) ? message : undefined;
}

function busEvent(object: JsonObject): Shape {
  const detail = own(object, 'detail');
  const type = ownText(object, 'detail-type') ?? 'without a detail-type';
  if (isJsonObject(detail)) {
    const isRecord = certainMembers.every((name) => ownText(detail, name) !== undefined);
    if (isRecord || type.endsWith('via CloudTrail')) return { kind: 'member', name: 'detail' };
  }
  if (own(object, 'source') === 'aws.s3' && type.startsWith('Object ')) {
    return skip('notification', `an S3 notification (${type}); the object it names is not fetched from here`);
  }
  if (own(object, 'source') === 'aws.config') return skip('config', `an AWS Config event (${type})`);
  return skip('not_cloudtrail_event', `an event of the bus that is none of CloudTrail's (${type})`);
}

function skip(reason: SkipReason, message: string): Shape {
  return { kind: 'skip', reason, message };
}
