import { canonicalJson, sha256Base64Url } from '@trailhound/contracts';
import { type JsonObject, own, ownText } from './json-object.js';

/** A record's identity in the pipeline. */
export interface Uid {
  /** 22 characters of base64url, 132 bits. */
  readonly uid: string;
  /** True when the record has no UUID for an eventID, so that its content is its identity. */
  readonly synthesised: boolean;
}

const uidCharacters = 22;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * The record's uid: a hash of recipientAccountId and eventID where eventID is a UUID, else of the canonical record.
 * Placeholders (`"-"`, `"1111"`, redactions) repeat across different records, so they are no identity.
 */
export function recordUid(record: JsonObject): Uid {
  const eventID = own(record, 'eventID');
  if (isUuid(eventID)) return { uid: uidOf(record, eventID), synthesised: false };
  return { uid: bodyHash(record), synthesised: true };
}

/**
 * The uid under which a record counts towards thresholds. An addendum of reason UPDATED_DATA tells an event again with
 * corrected data, so it counts as the event it corrects.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function countUid(record: JsonObject): string {
  const addendum = own(record, 'addendum');
  const original = own(addendum, 'originalEventID');
  if (own(addendum, 'reason') === 'UPDATED_DATA' && isUuid(original)) return uidOf(record, original);
  return recordUid(record).uid;
}

/** Hash of the record's content whatever its member order and spacing: tells copies with one uid and different bodies. */
export function bodyHash(record: JsonObject): string {
  return sha256Base64Url(canonicalJson(record), uidCharacters);
}

function isUuid(value: unknown): value is string {
  return typeof value === 'string' && uuid.test(value);
}

function uidOf(record: JsonObject, eventID: string): string {
  return hashOfEvent(ownText(record, 'recipientAccountId'), eventID);
}

/** The uid of a record with this account and eventID; undefined where the eventID is no UUID. */
export function uidOfEvent(recipientAccountId: string | undefined, eventID: string): string | undefined {
  return isUuid(eventID) ? hashOfEvent(recipientAccountId, eventID) : undefined;
}

function hashOfEvent(recipientAccountId: string | undefined, eventID: string): string {
  return sha256Base64Url(`${recipientAccountId ?? ''}${eventID}`, uidCharacters);
}
