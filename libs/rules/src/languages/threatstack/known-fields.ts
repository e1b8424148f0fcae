import { didYouMean } from '@trailhound/contracts';
import { threatstackAliases } from './aliases.js';

/**
 * Members of a record, from the CloudTrail record reference:
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
const recordFields = words(`
  eventVersion userIdentity eventTime eventSource eventName awsRegion sourceIPAddress userAgent errorCode errorMessage
  requestParameters responseElements additionalEventData requestID eventID eventType apiVersion managementEvent
  readOnly resources recipientAccountId serviceEventDetails sharedEventID vpcEndpointId vpcEndpointAccountId
  eventCategory addendum sessionCredentialFromConsole edgeDeviceDetails tlsDetails insightDetails eventContext`);

/** https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
const identityFields = words(`
  type userName principalId arn accountId accessKeyId sessionContext invokedBy webIdFederationData identityProvider
  credentialId onBehalfOf inScopeOf identityStoreArn`);

const nested: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['userIdentity', identityFields],
  [
    'userIdentity.sessionContext',
    words('attributes sessionIssuer webIdFederationData sourceIdentity ec2RoleDelivery assumedRoot'),
  ],
  ['userIdentity.sessionContext.attributes', words('creationDate mfaAuthenticated')],
  ['userIdentity.sessionContext.sessionIssuer', words('type userName principalId arn accountId')],
  ['tlsDetails', words('tlsVersion cipherSuite clientProvidedHostHeader keyExchange')],
]);

/** Fields every record has, so that their absence needs no thought. */
export const alwaysPresent: ReadonlySet<string> = new Set([
  ...words('eventVersion eventTime eventSource eventName awsRegion eventID eventType userIdentity userIdentity.type'),
  ...words('event_type region accountId'),
]);

/** Whether CloudTrail is documented to write a member of this name at the top of a record. */
export function isRecordField(name: string): boolean {
  return recordFields.has(name);
}

/** A member of a path that no record is known to have. */
export interface UnknownField {
  /** Index among the path's names. */
  readonly index: number;
  readonly name: string;
  readonly suggestion?: string;
}

/**
 * The first name of a path that CloudTrail is not documented to write at the top of a record, in `userIdentity` or in
 * `tlsDetails`. What stands in requests and responses differs from call to call: the catalogue's lints know.
 */
export function findUnknownField(names: readonly string[]): UnknownField | undefined {
  const [top = ''] = names;
  if (names.length === 1 && threatstackAliases.has(top)) return undefined;
  if (!recordFields.has(top)) return unknown(0, top, didYouMean(top, [...recordFields, ...threatstackAliases.keys()]));
  for (let index = 1; index < names.length; index++) {
    const name = names[index] ?? '';
    const members = nested.get(names.slice(0, index).join('.'));
    if (members !== undefined) {
      if (!members.has(name)) return unknown(index, name, didYouMean(name, members));
    }
  }
  return undefined;
}

function unknown(index: number, name: string, suggestion: string | undefined): UnknownField {
  return { index, name, ...(suggestion !== undefined && { suggestion }) };
}

/** The known name that this one is one slip of the hand away from. */
export function slipOf(name: string, names: ReadonlySet<string>): string | undefined {
  for (const known of names) if (known.length > 5 && isOneSlipApart(name, known)) return known;
  return undefined;
}

/** Whether one letter is missing, doubled, wrong, in the wrong case, or swapped with its neighbour. A final s is no slip. */
function isOneSlipApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a.length < 5 || `${a}s` === b || a === `${b}s`) return false;
  if (a.toLowerCase() === b.toLowerCase()) return true;
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  const restA = a.slice(at);
  const restB = b.slice(at);
  if (a.length !== b.length) return a.length < b.length ? restA === restB.slice(1) : restA.slice(1) === restB;
  const swapped = restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2);
  return swapped || restA.slice(1) === restB.slice(1);
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}
