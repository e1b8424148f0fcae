import { type FieldPath, recordPath } from '@trailhound/cloudtrail';

/**
 * Members of requests and answers that published queries name without the path to them, as some search engines allow.
 * Only members whose name says where they are found: `name` or `status` would be a guess.
 */
const requestMembers: ReadonlySet<string> = new Set(
  `accessKeyId allocationId bucketName bucketPolicy cidrBlock cidrIp cidrIpv6 clusterName credentialId
  dBClusterIdentifier dBInstanceIdentifier dBSnapshotIdentifier deletionProtection detectorId functionName groupId
  groupName hostedZoneId imageId includeGlobalServiceEvents instanceId instanceProfileName instanceType
  isMultiRegionTrail isOrganizationTrail keyId keyName kmsKeyId launchPermission masterUsername networkAclId
  networkInterfaceId pendingWindowInDays permissionsBoundary policyArn policyDocument policyName publiclyAccessible
  roleArn roleName roleSessionName routeTableId s3BucketName sSESpecification securityGroupId serialNumber snapshotId
  storageEncrypted subnetId tableName trailName userData virtualMFADeviceName volumeId vpcId`
    .trim()
    .split(/\s+/),
);

/** Members that stand at one place only. */
const elsewhere: ReadonlyMap<string, FieldPath> = new Map([
  ['mfaAuthenticated', recordPath('userIdentity', 'sessionContext', 'attributes', 'mfaAuthenticated')],
  ['sessionIssuer', recordPath('userIdentity', 'sessionContext', 'sessionIssuer')],
  ['MFAUsed', recordPath('additionalEventData', 'MFAUsed')],
  ['ConsoleLogin', recordPath('responseElements', 'ConsoleLogin')],
]);

/**
 * Where a field is found that a query names as if it stood at the top of the record, though it stands deeper only:
 * `publiclyAccessible`. Empty for names that are not known to.
 */
export function deeperPaths(segments: readonly string[]): readonly FieldPath[] {
  const [first = '', ...rest] = segments;
  const place = elsewhere.get(first);
  if (place !== undefined) return [{ ...place, segments: [...place.segments, ...rest] }];
  if (!requestMembers.has(first)) return [];
  return [recordPath('requestParameters', ...segments), recordPath('responseElements', ...segments)];
}
