// How CloudTrail writes the members of requests and responses. For most services: the member's name in the service
// model with its first letter in lower case (`SSESpecification` → `sSESpecification`), lists as JSON arrays.
//
// EC2 writes the names of its wire format and every list as an object with `items`; older calls end the list's name in
// `Set`. S3 writes the bucket and the key under names of its own, the rest of a request as it was on the wire: query
// parameters, headers, and the XML body as JSON with capitals. CloudTrail's own documentation has no rule for these
// two; what is here is what records show.

const lowerFirst = (name) => name.charAt(0).toLowerCase() + name.slice(1);

/**
 * Members of a structure as `[name, member, required]`. `at` says where it stands: `request`, `response` or `inside`.
 * A member of kind `{ scalar }` is none of the model: CloudTrail adds it.
 */
export function membersOf(shape, { convention, at, operation }) {
  const required = new Set(shape.required ?? []);
  const entries = Object.entries(shape.members ?? {});
  switch (convention) {
    case 'ec2':
      if (at === 'request' && operation.name === 'RunInstances') return runInstancesMembers(entries, required);
      return [
        ...entries.flatMap(([name, member]) => ec2Names(name, member).map((n) => [n, member, required.has(name)])),
        ...ec2Additions(at, operation),
      ];
    case 's3':
      if (at === 'inside')
        return [
          ...entries.map(([name, member]) => [member.locationName ?? name, member, required.has(name)]),
          ['xmlns', added('string'), false],
        ];
      return [
        ...entries.map(([name, member]) => [s3Name(name, member), member, required.has(name)]),
        ...(at === 'request'
          ? [['Host', added('string'), true], ...s3Subresource(operation), ...s3Additions(operation)]
          : []),
      ];
    case 'asWritten':
      return entries.map(([name, member]) => [name, member, required.has(name)]);
    default:
      return entries.map(([name, member]) => [lowerFirst(name), member, required.has(name)]);
  }
}

function runInstancesMembers(entries, required) {
  const kept = entries.filter(([name]) => !runInstances.moved.has(name));
  return [
    ...Object.entries(runInstances.added).map(([name, tree]) => [name, { tree }, true]),
    ...kept.flatMap(([name, member]) => ec2Names(name, member).map((n) => [n, member, required.has(name)])),
    ...ec2Additions('request', { name: 'RunInstances' }),
  ];
}

function added(scalar) {
  return { scalar };
}

/** A list of EC2 goes by its wire name, or by that and `Set`; of `instanceId` by `instancesSet`, `vpcSet`, `imagesSet`, too. */
function ec2Names(name, { locationName, isList }) {
  const wire = lowerFirst(locationName ?? name);
  if (!isList) return [wire];
  if (wire.endsWith('Set')) return [wire];
  const stem = wire.replace(/Ids?$/, '');
  return [...new Set([`${wire}Set`, wire, `${wire}sSet`, `${stem}Set`, `${stem}sSet`, lowerFirst(name)])];
}

/** Newer calls of EC2 are logged as the XML they came in, under the name of the call; what is in it is not told here. */
function ec2Additions(at, { name: operation } = {}) {
  if (at === 'inside') return [];
  const own =
    at === 'request'
      ? [[`${operation}Request`, added('any'), false]]
      : [
          [`${operation}Response`, added('any'), false],
          ['requestId', added('string'), false],
          ['_return', added('boolean'), false],
        ];
  return [
    ...own,
    ...(at === 'request' ? (ec2Requests[operation] ?? []).map((name) => [name, added('any'), false]) : []),
  ];
}

/** Requests of RunInstances hold what is asked of each instance, and the groups, in lists of their own. */
const runInstances = {
  moved: new Set(['ImageId', 'MinCount', 'MaxCount', 'KeyName', 'SecurityGroupIds', 'SecurityGroups']),
  added: {
    instancesSet: { items: [{ imageId: 'string', minCount: 'integer', maxCount: 'integer', keyName: 'string' }] },
    groupSet: { items: [{ groupId: 'string' }] },
  },
};

/** Members of requests under names that no model has. */
const ec2Requests = {
  AttachVolume: ['deleteOnTermination'],
  CreateNetworkAclEntry: ['aclProtocol', 'icmpTypeCode'],
  CreateNetworkInterface: ['groupSet'],
  CreateVolume: ['zone'],
  DescribeKeyPairs: ['keySet'],
  DescribePlacementGroups: ['placementGroupSet', 'placementGroupIdSet'],
  DescribeRegions: ['regionSet'],
  DescribeSnapshots: ['sharedUsersSet'],
  CreateSnapshot: ['description'],
  DeleteTransitGatewayVpcAttachment: ['DelTGwVpcAttachReq'],
  DescribeAvailabilityZones: ['availabilityZoneSet'],
  DescribeAccountAttributes: ['accountAttributeNameSet', 'filterSet'],
  DescribeInternetGateways: ['internetGatewayIdSet'],
  DescribeRouteTables: ['routeTableIdSet'],
  DescribeSecurityGroups: ['securityGroupSet', 'securityGroupIdSet'],
  ModifyInstanceAttribute: ['attribute', 'value'],
  ModifySnapshotAttribute: ['createVolumePermission', 'attributeType'],
  ModifyImageAttribute: ['launchPermission', 'attributeType'],
  RunInstances: ['tenancy', 'availabilityZone'],
};

const s3Own = { Bucket: 'bucketName', Key: 'key', AccountId: 'accountId' };

function s3Name(name, { locationName, location }) {
  if (Object.hasOwn(s3Own, name)) return s3Own[name];
  return location === undefined || location === 'uri' ? (locationName ?? name) : (locationName ?? lowerFirst(name));
}

/** S3's query parameters stand in the request, also those that only say which part of a bucket is meant: `acl`, `policy`. */
function s3Subresource({ uri }) {
  const [, query = ''] = uri.split('?');
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => [part.split('=')[0], added('string'), false]);
}

/** A bucket's policy is logged parsed, under a name of CloudTrail's own. */
function s3Additions({ name }) {
  return name === 'PutBucketPolicy' ? [['bucketPolicy', added('any'), false]] : [];
}

/** Services that records show with the names of the model, capitals and all. */
const keepCapitals = new Set(['account', 'ce', 'devops-guru', 'resource-explorer-2', 'securityhub']);

/** The conventions there are; every service but these keeps the common one. */
export function conventionOf(service) {
  if (service === 'ec2') return 'ec2';
  if (keepCapitals.has(service)) return 'asWritten';
  return service === 's3' || service === 's3control' ? 's3' : 'common';
}

/** Services whose responses CloudTrail writes without the one structure that holds them: RDS logs the instance itself. */
export const flattensResponses = new Set(['docdb', 'elasticache', 'neptune', 'rds', 'redshift']);
