import type { Actor } from '@trailhound/contracts';
import { actorOf } from './identity.js';
import { type JsonObject, own, ownText } from './json-object.js';

/** That somebody asked for credentials and got them. */
export interface IssuedSession {
  /** Access key id of the credentials. */
  readonly accessKeyId: string;
  /** Who asked, as far as the record says. */
  readonly by: Actor;
  /** The temporary credentials they asked with; absent where they had others. */
  readonly withAccessKeyId?: string;
  readonly eventName: string;
  readonly eventTime: string;
  readonly eventID: string | null;
}

/**
 * Calls that answer with temporary credentials. Of the others STS has, none does.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
 */
const issuingEvents: ReadonlySet<string> = new Set([
  'AssumeRole',
  'AssumeRoleWithSAML',
  'AssumeRoleWithWebIdentity',
  'AssumeRoot',
  'GetSessionToken',
  'GetFederationToken',
]);

/** Whether a record of this event can be one that {@link issuedSession} understands. */
export function issuesCredentials(eventName: string | undefined, eventSource: string | undefined): boolean {
  return eventName !== undefined && issuingEvents.has(eventName) && eventSource === 'sts.amazonaws.com';
}

/** Temporary access keys begin so: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const temporaryKey = /^ASIA[A-Z0-9]{12,124}$/;

/**
 * What a record says of credentials that were issued; undefined where none were, or where a service asked for itself: a
 * chain that begins with one has no person behind it.
 */
export function issuedSession(record: JsonObject): IssuedSession | undefined {
  const eventName = ownText(record, 'eventName');
  if (eventName === undefined || !issuesCredentials(eventName, ownText(record, 'eventSource'))) return undefined;
  const accessKeyId = ownText(own(own(record, 'responseElements'), 'credentials'), 'accessKeyId');
  const identity = own(record, 'userIdentity');
  if (accessKeyId === undefined || !temporaryKey.test(accessKeyId)) return undefined;
  if (ownText(identity, 'type') === 'AWSService') return undefined;
  const withAccessKeyId = sessionKeyOf(record);
  const { type, name, arn, accountId, role } = actorOf(record);
  return {
    accessKeyId,
    by: {
      name: short(name),
      ...(type !== undefined && { type: short(type) }),
      ...(arn !== undefined && { arn: short(arn) }),
      ...(accountId !== undefined && { accountId: short(accountId) }),
      ...(role !== undefined && { role: short(role) }),
    },
    ...(withAccessKeyId !== undefined && { withAccessKeyId }),
    eventName,
    eventTime: short(ownText(record, 'eventTime') ?? ''),
    eventID: short(ownText(record, 'eventID') ?? '') || null,
  };
}

/** The temporary credentials a record was made with; undefined for all others. */
export function sessionKeyOf(record: JsonObject): string | undefined {
  const key = ownText(own(record, 'userIdentity'), 'accessKeyId');
  return key !== undefined && temporaryKey.test(key) ? key : undefined;
}

/**
 * How much a record says of who asked. A role of another account is assumed in two records: the one in the caller's account
 * names the caller, the one in the role's account may say no more than the account.
 */
export function wordsOf({ by, withAccessKeyId }: IssuedSession): number {
  return (by.arn === undefined ? 0 : 2) + (withAccessKeyId === undefined ? 0 : 1);
}

const maxLength = 512;

function short(text: string): string {
  return text.slice(0, maxLength);
}
