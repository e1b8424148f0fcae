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
