import type { Random } from '../../random.js';
import type { CloudTrailRecord } from '../../record/cloudtrail-record.js';
import { accessKeyId, assumedRole, awsService, principalId } from '../../record/user-identity.js';
import { describeInstances, runInstances, terminateInstances } from '../calls/ec2.js';
import { assumeRole } from '../calls/observability.js';
import { objectCall } from '../calls/s3.js';
import type { Account } from '../company.js';
import { perform, type Session, script } from '../session.js';

function asService(account: Account, service: string): Session {
  return {
    account,
    region: account.region,
    identity: awsService(service),
    sourceIPAddress: service,
    userAgent: service,
  };
}

/** A service on a customer's resources through its service-linked role. */
function asLinkedRole(account: Account, service: string, roleName: string, sessionName: string, at: Date): Session {
  const identity = assumedRole({
    accountId: account.id,
    roleName,
    rolePath: `/aws-service-role/${service}/`,
    sessionName,
    session: { creationDate: at },
    invokedBy: service,
  });
  return { account, region: account.region, identity, sourceIPAddress: service, userAgent: service };
}

/** Lambda, ECS and Config taking the roles they work with. */
export function roleHandedOut(account: Account, at: Date, random: Random): CloudTrailRecord {
  const service = random.weighted([
    ['lambda.amazonaws.com', 5],
    ['ecs-tasks.amazonaws.com', 3],
    ['config.amazonaws.com', 1],
  ]);
  const roleName = random.pick(account.roles);
  const sessionName = random.pick(account.functions);
  const call = assumeRole(
    account,
    at,
    {
      arn: `arn:aws:iam::${account.id}:role/${roleName}`,
      sessionName,
      assumedArn: `arn:aws:sts::${account.id}:assumed-role/${roleName}/${sessionName}`,
      assumedId: `${principalId('role', account.id, roleName)}:${sessionName}`,
    },
    accessKeyId('session', random.uuid()),
  );
  return perform(asService(account, service), { ...call, sharedEventID: random.uuid() }, at, random.uuid());
}

/** CloudTrail writing its own log files: a data event of the bucket they go to. */
export function trailDelivery(account: Account, logBucketOwner: Account, at: Date, random: Random): CloudTrailRecord {
  const day = at.toISOString().slice(0, 10).replaceAll('-', '/');
  const key = `AWSLogs/${account.id}/CloudTrail/${account.region}/${day}/${random.uuid()}.json.gz`;
  const put = objectCall(logBucketOwner, random, 'PutObject', 'northwharf-audit-logs', key);
  return perform(
    asService(logBucketOwner, 'cloudtrail.amazonaws.com'),
    { ...put, sharedEventID: random.uuid() },
    at,
    key,
  );
}

/** The auto scaling group following the load: a machine more or a machine less. */
export function scaling(account: Account, at: Date, random: Random): CloudTrailRecord[] {
  const step = script(`scaling/${account.id}/${at.toISOString()}`, at);
  const session = asLinkedRole(account, 'autoscaling.amazonaws.com', 'AWSServiceRoleForAutoScaling', 'AutoScaling', at);
  step.do(session, describeInstances(random.shuffled(account.instanceIds).slice(0, 3)), random.int(1, 4));
  if (random.chance(0.5)) {
    const launchTemplate = `lt-0${random.text('0123456789abcdef', 16)}`;
    step.do(session, runInstances(account, random, { instanceType: 'm7i.large', launchTemplate }));
  } else {
    step.do(session, terminateInstances([random.pick(account.instanceIds)]));
  }
  return step.records;
}
