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

/**
 * Request parameters of the calls that rules watch most; far from all there are. Members of policies, and of requests
 * that S3 and newer EC2 calls log as the XML they came in, begin with a capital.
 */
const commonParameters = words(`
  accessKeyId accountId actionName allocatedStorage aclName amiId attribute autoEnableIO backupRetentionPeriod bucket
  bucketName bucketPolicy certificateArn cidrIp cidrIpv6 cloudTrailRoleArn clusterName cors dBClusterIdentifier
  dBInstanceIdentifier dBSnapshotIdentifier deletionProtection description destinationCidrBlock detectorId documentName
  domainName durationSeconds enable enableLogFileValidation enabled encrypted endpointPublicAccess eventSelectors fromPort
  functionName groupId groupIds groupName groupOwnerId hostedZoneId imageId includeGlobalServiceEvents instanceId
  instanceIds instanceProfileName instanceType instancesSet ipPermissions ipProtocol isMultiRegionTrail isOrganizationTrail
  items keyId keyName key kmsKeyId launchPermission loggingConfiguration masterUserPassword masterUsername name networkAclId operations pendingWindowInDays permissionsBoundary
  policyArn policyDocument policyName principal publiclyAccessible
  resourceId roleArn roleName roleSessionName routeTableId runtime s3BucketName sSESpecification securityGroupId
  securityGroupIds serialNumber snapshotId snapshotType storageEncrypted subnetId tableName tagSet tags toPort trailName
  userData userName valuesToAdd vaultName versionId virtualMFADeviceName volumeId volumeSize volumeType vpcId
  Action Effect Principal Resource Statement CidrIpv4 CidrIpv6 LifecycleConfiguration ModifySecurityGroupRulesRequest
  PublicAccessBlockConfiguration ReplicationConfiguration SecurityGroupRule VersioningConfiguration`);

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
 * The first name of a path that CloudTrail is not known to write: anything but the documented members at the top, in
 * `userIdentity` and in `tlsDetails`; among request and response members, which nobody lists in full, only what is one
 * slip of the hand away from a well-known one.
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
    } else if (top === 'requestParameters' || top === 'responseElements') {
      const meant = commonParameters.has(name) ? undefined : slipOf(name);
      if (meant !== undefined) return unknown(index, name, meant);
    }
  }
  return undefined;
}

function unknown(index: number, name: string, suggestion: string | undefined): UnknownField {
  return { index, name, ...(suggestion !== undefined && { suggestion }) };
}

function slipOf(name: string): string | undefined {
  for (const known of commonParameters) if (known.length > 5 && isOneSlipApart(name, known)) return known;
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
