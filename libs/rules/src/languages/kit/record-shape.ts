import type { FieldPath } from '@trailhound/cloudtrail';
import type { LeafPath } from '../../condition/condition.js';

/**
 * What a documented member of a record is: a `text`, some other single value, an `object`; null or absent, if anything
 * else. Undefined for what is not documented for every call, such as request parameters.
 */
export type MemberShape = 'text' | 'single' | 'object';

// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
// https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
const texts = `
  eventVersion eventTime eventSource eventName awsRegion sourceIPAddress userAgent errorCode errorMessage requestID eventID
  eventType apiVersion recipientAccountId sharedEventID vpcEndpointId vpcEndpointAccountId eventCategory
  userIdentity.type userIdentity.userName userIdentity.principalId userIdentity.arn userIdentity.accountId
  userIdentity.accessKeyId userIdentity.invokedBy userIdentity.identityProvider userIdentity.credentialId
  userIdentity.identityStoreArn
  userIdentity.sessionContext.attributes.creationDate userIdentity.sessionContext.attributes.mfaAuthenticated
  userIdentity.sessionContext.sessionIssuer.type userIdentity.sessionContext.sessionIssuer.userName
  userIdentity.sessionContext.sessionIssuer.principalId userIdentity.sessionContext.sessionIssuer.arn
  userIdentity.sessionContext.sessionIssuer.accountId
  tlsDetails.tlsVersion tlsDetails.cipherSuite tlsDetails.clientProvidedHostHeader`;
const singles = 'managementEvent readOnly sessionCredentialFromConsole';
const objects = `
  userIdentity userIdentity.sessionContext userIdentity.sessionContext.attributes
  userIdentity.sessionContext.sessionIssuer tlsDetails requestParameters responseElements additionalEventData
  serviceEventDetails`;

const shapes: ReadonlyMap<string, MemberShape> = new Map([
  ...words(texts).map((name) => [name, 'text'] as const),
  ...words(singles).map((name) => [name, 'single'] as const),
  ...words(objects).map((name) => [name, 'object'] as const),
]);

/** The documented shape of what a path from the top of the record reaches. */
export function shapeOf(path: LeafPath): MemberShape | undefined {
  if (path.root !== 'record' || path.take !== undefined) return undefined;
  return path.segments.every((segment) => typeof segment === 'string')
    ? shapes.get(path.segments.join('.'))
    : undefined;
}

/** Whether a path reaches at most one value, and that no list: what a language without implicit arrays can mean too. */
export function reachesOne(path: FieldPath): boolean {
  return path.arrays === 'explicit'
    ? path.segments.every((segment) => typeof segment !== 'object')
    : isDocumented(path);
}

function isDocumented(path: FieldPath): boolean {
  const shape = shapeOf(path);
  return shape === 'text' || shape === 'single';
}

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
