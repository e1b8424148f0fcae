import type { Random } from '../../random.js';
import { type ApiCall, failing } from '../api-call.js';
import { describeDatabases, describeTable } from '../calls/data-stores.js';
import * as ec2 from '../calls/ec2.js';
import * as iam from '../calls/iam.js';
import { getFunction } from '../calls/lambda.js';
import * as observability from '../calls/observability.js';
import { bucketReads, listBuckets, readBucket } from '../calls/s3.js';
import { describeParameters, describeSecret, listParameterTags, listSecrets } from '../calls/secrets.js';
import type { Account } from '../company.js';

type Reading = (account: Account, random: Random, at: Date) => ApiCall;

const bucketReadNames = Object.keys(bucketReads) as (keyof typeof bucketReads)[];

/** What consoles, scanners and infrastructure-as-code read all day, as often as they do. */
const readings: readonly (readonly [Reading, number])[] = [
  [(_, random) => (random.chance(0.5) ? ec2.describeInstances() : ec2.describeRegions()), 5],
  [(account, random) => ec2.describeInstances([random.pick(account.instanceIds)]), 4],
  [ec2.describeVpcs, 5],
  [ec2.describeRouteTables, 7],
  [ec2.describeSecurityGroups, 6],
  [ec2.describeSubnets, 4],
  [ec2.describeVolumes, 3],
  [ec2.describeInstanceAttribute, 4],
  [(account, random) => iam.getRole(random.pick(account.roles)), 5],
  [(account, random) => iam.listAttachedRolePolicies(random.pick(account.roles)), 5],
  [(account, random) => iam.listRolePolicies(random.pick(account.roles)), 4],
  [(account, random) => iam.getUser(random.chance(0.5) ? random.pick(account.users) : undefined), 4],
  [(_, random) => (random.chance(0.5) ? iam.listUsers() : iam.listRoles()), 2],
  [(account, random) => readBucket(account, random, random.pick(bucketReadNames), random.pick(account.buckets)), 9],
  [listBuckets, 2],
  [(account, random) => describeParameters(random.pick(account.parameters)), 6],
  [(account, random) => listParameterTags(random.pick(account.parameters)), 4],
  [(account, random) => describeSecret(random.pick(account.secrets)), 2],
  [() => listSecrets(), 1],
  [(account, random) => describeDatabases(random.chance(0.4) ? random.pick(account.databases) : undefined), 4],
  [(account, random) => describeTable(random.pick(account.tables)), 3],
  [(account, random) => getFunction(random.pick(account.functions)), 4],
  [(account, random) => observability.describeLogGroups(random.pick(account.logGroups)), 3],
  [() => observability.describeAlarms(), 2],
  [() => observability.getCallerIdentity(), 12],
  [() => observability.describeTrails(), 1],
  [observability.getTrailStatus, 1],
  [(_, __, at) => observability.healthEvents(at), 2],
];

/** Settings a bucket need not have: reading one that is not there is an error, and no reason to worry. */
const absentSettings: ReadonlyMap<string, string> = new Map([
  ['GetBucketPolicy', 'NoSuchBucketPolicy'],
  ['GetBucketPolicyStatus', 'NoSuchBucketPolicy'],
  ['GetBucketTagging', 'NoSuchTagSet'],
  ['GetBucketLifecycle', 'NoSuchLifecycleConfiguration'],
  ['GetBucketPublicAccessBlock', 'NoSuchPublicAccessBlockConfiguration'],
]);

/** A read as anyone makes it, failing as often as such reads do: things that are not there, calls made too fast. */
export function readSomething(account: Account, random: Random, at: Date): ApiCall {
  const call = random.weighted(readings)(account, random, at);
  const absent = absentSettings.get(call.eventName);
  if (absent !== undefined && random.chance(0.75)) return failing(call, absent, 'The requested setting does not exist');
  if (call.eventName === 'GetRole' && random.chance(0.3)) {
    return failing(call, 'NoSuchEntityException', 'The role cannot be found.');
  }
  if (random.chance(0.13)) {
    return call.eventSource === 'ec2.amazonaws.com'
      ? failing(call, 'Client.RequestLimitExceeded', 'Request limit exceeded.')
      : failing(call, 'ThrottlingException', 'Rate exceeded');
  }
  return call;
}

/** The same call refused for want of permission; AWS then leaves the parameters out. */
export function refused(call: ApiCall, callerArn: string): ApiCall {
  const service = call.eventSource.replace('.amazonaws.com', '');
  const action = `${service}:${call.eventName.replace(/\d{8}(v\d)?$/, '')}`;
  return service === 'ec2'
    ? failing(call, 'Client.UnauthorizedOperation', 'You are not authorized to perform this operation.')
    : failing(
        { ...call, requestParameters: null },
        'AccessDenied',
        `User: ${callerArn} is not authorized to perform: ${action} because no identity-based policy allows it`,
      );
}
