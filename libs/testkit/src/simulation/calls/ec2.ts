import type { Random } from '../../random.js';
import { type ApiCall, call, filterSet, items } from '../api-call.js';
import { type Account, resourceId } from '../company.js';

export const describeInstances = (instanceIds: readonly string[] = []): ApiCall =>
  call('ec2', 'DescribeInstances', {
    instancesSet: items(instanceIds.map((instanceId) => ({ instanceId }))),
    filterSet: instanceIds.length > 0 ? {} : filterSet({ 'instance-state-name': ['running', 'pending'] }),
  });

export const describeVpcs = (account: Account): ApiCall =>
  call('ec2', 'DescribeVpcs', { vpcSet: items([{ vpcId: account.vpcId }]), filterSet: {} });

export const describeRouteTables = (account: Account): ApiCall =>
  call('ec2', 'DescribeRouteTables', {
    routeTableIdSet: {},
    filterSet: filterSet({ 'association.main': ['true'], 'vpc-id': [account.vpcId] }),
  });

export const describeSecurityGroups = (account: Account): ApiCall =>
  call('ec2', 'DescribeSecurityGroups', {
    securityGroupSet: {},
    securityGroupIdSet: items(account.securityGroupIds.map((groupId) => ({ groupId }))),
    filterSet: {},
  });

export const describeSubnets = (account: Account): ApiCall =>
  call('ec2', 'DescribeSubnets', { subnetSet: {}, filterSet: filterSet({ 'vpc-id': [account.vpcId] }) });

export const describeVolumes = (account: Account, random: Random): ApiCall =>
  call('ec2', 'DescribeVolumes', {
    volumeSet: {},
    filterSet: filterSet({ 'attachment.instance-id': [random.pick(account.instanceIds)] }),
  });

export const describeInstanceAttribute = (account: Account, random: Random): ApiCall =>
  call('ec2', 'DescribeInstanceAttribute', {
    instanceId: random.pick(account.instanceIds),
    attribute: random.pick(['instanceInitiatedShutdownBehavior', 'disableApiTermination', 'sourceDestCheck']),
  });

export const describeRegions = (): ApiCall => call('ec2', 'DescribeRegions', { regionSet: {}, allRegions: true });

/** RunInstances as the launcher sends it and as EC2 answers: the deepest record of ordinary days. */
export function runInstances(
  account: Account,
  random: Random,
  launch: { readonly instanceType: string; readonly count?: number; readonly launchTemplate?: string },
): ApiCall {
  const { instanceType, count = 1, launchTemplate } = launch;
  const subnetId = random.pick(account.subnetIds);
  const imageId = random.pick(account.imageIds);
  const groupSet = items([{ groupId: random.pick(account.securityGroupIds) }]);
  const instances = Array.from({ length: count }, (_, index) => {
    const privateIpAddress = `10.0.${random.int(0, 7)}.${random.int(4, 250)}`;
    return {
      instanceId: resourceId(random, 'i'),
      imageId,
      instanceState: { code: 0, name: 'pending' },
      privateIpAddress,
      amiLaunchIndex: index,
      instanceType,
      networkInterfaceSet: items([
        {
          networkInterfaceId: resourceId(random, 'eni'),
          subnetId,
          groupSet,
          privateIpAddressesSet: { item: [{ privateIpAddress, primary: true }] },
        },
      ]),
    };
  });
  return call(
    'ec2',
    'RunInstances',
    {
      instancesSet: items([{ imageId, minCount: count, maxCount: count }]),
      instanceType,
      blockDeviceMapping: {},
      monitoring: { enabled: false },
      disableApiTermination: false,
      ...(launchTemplate === undefined
        ? { subnetId, groupSet }
        : { launchTemplate: { launchTemplateId: launchTemplate, version: '$Latest' } }),
      clientToken: random.uuid(),
      tagSpecificationSet: items([{ resourceType: 'instance', tags: [{ key: 'Name', value: 'worker' }] }]),
    },
    {
      responseElements: {
        requestId: random.uuid(),
        reservationId: resourceId(random, 'r'),
        ownerId: account.id,
        groupSet: {},
        instancesSet: items(instances),
      },
    },
  );
}

export const terminateInstances = (instanceIds: readonly string[]): ApiCall =>
  call(
    'ec2',
    'TerminateInstances',
    { instancesSet: items(instanceIds.map((instanceId) => ({ instanceId }))) },
    {
      responseElements: {
        instancesSet: items(
          instanceIds.map((instanceId) => ({
            instanceId,
            currentState: { code: 32, name: 'shutting-down' },
            previousState: { code: 16, name: 'running' },
          })),
        ),
      },
    },
  );

export const createTags = (random: Random, resource: string): ApiCall =>
  call(
    'ec2',
    'CreateTags',
    {
      resourcesSet: items([{ resourceId: resource }]),
      tagSet: items([
        { key: 'team', value: 'platform' },
        { key: 'managed-by', value: 'terraform' },
      ]),
    },
    { responseElements: { requestId: random.uuid(), _return: true } },
  );

/** `encrypted` undefined leaves the parameter out, as clients do: EC2 then makes an unencrypted volume. */
export function createVolume(random: Random, region: string, encrypted?: boolean): ApiCall {
  const size = String(random.pick([20, 50, 100]));
  const common = { size, zone: `${region}${random.pick(['a', 'b'])}`, volumeType: 'gp3' };
  return call(
    'ec2',
    'CreateVolume',
    { ...common, ...(encrypted !== undefined && { encrypted }), clientToken: random.uuid() },
    {
      responseElements: {
        requestId: random.uuid(),
        volumeId: resourceId(random, 'vol'),
        ...common,
        status: 'creating',
        iops: 3000,
        encrypted: encrypted ?? false,
        tagSet: {},
        multiAttachEnabled: false,
      },
    },
  );
}

export const createSnapshot = (random: Random, volumeId: string, snapshotId = resourceId(random, 'snap')): ApiCall =>
  call(
    'ec2',
    'CreateSnapshot',
    { volumeId, description: 'daily', tagSpecificationSet: {} },
    { responseElements: { requestId: random.uuid(), snapshotId, volumeId, status: 'pending', encrypted: true } },
  );

export const deleteSnapshot = (random: Random, snapshotId: string): ApiCall =>
  call('ec2', 'DeleteSnapshot', { snapshotId }, { responseElements: { requestId: random.uuid(), _return: true } });

/** Lets `cidr` (IPv4 or IPv6) in on one TCP port. */
export function authorizeIngress(account: Account, random: Random, port: number, cidr: string): ApiCall {
  const groupId = random.pick(account.securityGroupIds);
  const v6 = cidr.includes(':');
  const rule = { groupOwnerId: account.id, groupId, securityGroupRuleId: resourceId(random, 'sgr'), isEgress: false };
  const ports = { ipProtocol: 'tcp', fromPort: port, toPort: port };
  return call(
    'ec2',
    'AuthorizeSecurityGroupIngress',
    {
      groupId,
      ipPermissions: items([
        {
          ...ports,
          groups: {},
          ipRanges: v6 ? {} : items([{ cidrIp: cidr }]),
          ipv6Ranges: v6 ? items([{ cidrIpv6: cidr }]) : {},
          prefixListIds: {},
        },
      ]),
    },
    {
      responseElements: {
        requestId: random.uuid(),
        _return: true,
        securityGroupRuleSet: items([{ ...rule, ...ports, [v6 ? 'cidrIpv6' : 'cidrIpv4']: cidr }]),
      },
    },
  );
}

/** Changes a rule in place: an API whose parameters keep the names of the request itself. */
export const modifySecurityGroupRule = (account: Account, random: Random, port: number, cidrIpv4: string): ApiCall =>
  call(
    'ec2',
    'ModifySecurityGroupRules',
    {
      ModifySecurityGroupRulesRequest: {
        GroupId: random.pick(account.securityGroupIds),
        SecurityGroupRule: {
          tag: 1,
          SecurityGroupRuleId: resourceId(random, 'sgr'),
          SecurityGroupRule: { IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIpv4: cidrIpv4 },
        },
      },
    },
    {
      responseElements: {
        ModifySecurityGroupRulesResponse: {
          xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/',
          requestId: random.uuid(),
          return: true,
        },
      },
    },
  );

const grant = (to: string): object => (to === 'all' ? { group: 'all' } : { userId: to });

/** Lets an account, or `all`, make volumes of a snapshot. */
export const shareSnapshot = (random: Random, snapshotId: string, to: string): ApiCall =>
  call(
    'ec2',
    'ModifySnapshotAttribute',
    {
      snapshotId,
      createVolumePermission: { add: items([grant(to)]) },
      attributeType: 'CREATE_VOLUME_PERMISSION',
    },
    { responseElements: { requestId: random.uuid(), _return: true } },
  );

/** Lets an account, or `all`, launch an image. */
export const shareImage = (random: Random, imageId: string, to: string): ApiCall =>
  call(
    'ec2',
    'ModifyImageAttribute',
    { imageId, launchPermission: { add: items([grant(to)]) }, attributeType: 'launchPermission' },
    { responseElements: { requestId: random.uuid(), _return: true } },
  );

export const deleteFlowLogs = (random: Random): ApiCall =>
  call(
    'ec2',
    'DeleteFlowLogs',
    { DeleteFlowLogsRequest: { FlowLogId: { tag: 1, content: resourceId(random, 'fl') } } },
    {
      responseElements: {
        DeleteFlowLogsResponse: {
          xmlns: 'http://ec2.amazonaws.com/doc/2016-11-15/',
          requestId: random.uuid(),
          unsuccessful: '',
        },
      },
    },
  );
