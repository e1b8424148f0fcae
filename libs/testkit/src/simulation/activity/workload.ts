import type { Random } from '../../random.js';
import type { CloudTrailRecord } from '../../record/cloudtrail-record.js';
import { assumedRole, iamUser } from '../../record/user-identity.js';
import * as disks from '../calls/ec2-disks.js';
import { createLogStream, metricData } from '../calls/observability.js';
import { objectCall } from '../calls/s3.js';
import { decrypt, generateDataKey, getParameter, getSecretValue } from '../calls/secrets.js';
import type { Account } from '../company.js';
import { onBehalf, type Session, script } from '../session.js';
import { readSomething } from './reading.js';

/** One service of the company on one machine: it reads its settings and works on its objects. */
export function serviceHour(account: Account, service: number, at: Date, random: Random): CloudTrailRecord[] {
  const hour = script(`service/${account.id}/${service}/${at.toISOString()}`, at);
  const roleName = account.roles[service] ?? 'task-role';
  const session: Session = {
    account,
    region: account.region,
    identity: assumedRole({
      accountId: account.id,
      roleName,
      sessionName: random.text('0123456789abcdef', 32),
      session: { creationDate: at },
    }),
    sourceIPAddress: `203.0.113.${220 + service}`,
    userAgent: 'aws-sdk-js/3.826.0 ua/2.1 os/linux#6.1.140 lang/js md/nodejs#22.16.0 api/ssm#3.826.0 m/E,n',
  };
  const bucket = random.pick(account.buckets);
  const context = {
    PARAMETER_ARN: `arn:aws:ssm:${account.region}:${account.id}:parameter${account.parameters[service * 2]}`,
  };
  hour.wait(random.int(0, 1200));
  hour.do(session, getParameter(account.parameters[service * 2] ?? '/config'));
  hour.do(onBehalf(session, 'ssm.amazonaws.com'), decrypt(account, random, context));
  hour.do(session, getSecretValue(account.secrets[service] ?? ''), random.int(60, 400));
  hour.do(session, createLogStream(account.logGroups[service] ?? '', random.uuid()), random.int(60, 400));
  for (let left = random.int(2, 5); left > 0; left--) {
    const key = `${random.text('0123456789abcdef', 2)}/${random.uuid()}.json`;
    const eventName = random.chance(0.45) ? 'GetObject' : 'PutObject';
    hour.do(session, objectCall(account, random, eventName, bucket, key), random.int(20, 300));
    if (eventName === 'PutObject' && random.chance(0.4))
      hour.do(onBehalf(session, 's3.amazonaws.com'), generateDataKey(account, random, bucket));
  }
  return hour.records;
}

/** The metrics vendor's poll with a long-term key: many reads every quarter of an hour, some of them too fast. */
export function metricsPoll(account: Account, at: Date, random: Random): CloudTrailRecord[] {
  const poll = script(`metrics/${account.id}/${at.toISOString()}`, at);
  const session: Session = {
    account,
    region: account.region,
    identity: iamUser({ accountId: account.id, userName: 'metrics-exporter' }),
    sourceIPAddress: '192.0.2.77',
    userAgent: 'Boto3/1.38.27 md/Botocore#1.38.27 ua/2.1 os/linux#6.8.0 lang/python#3.12.3 Botocore/1.38.27',
  };
  poll.wait(random.int(0, 60));
  for (let left = random.int(7, 13); left > 0; left--) {
    poll.do(
      session,
      random.chance(0.2) ? metricData(account, random, poll.now()) : readSomething(account, random, poll.now()),
      random.int(0, 2),
    );
  }
  return poll.records;
}

/** Nightly backups by the company's own script. */
export function nightlyBackup(account: Account, at: Date, random: Random): CloudTrailRecord[] {
  const night = script(`backup/${account.id}/${at.toISOString()}`, at);
  const session: Session = {
    account,
    region: account.region,
    identity: assumedRole({
      accountId: account.id,
      roleName: 'volume-backup',
      sessionName: 'nightly',
      session: { creationDate: at },
    }),
    sourceIPAddress: '203.0.113.230',
    userAgent:
      'Boto3/1.38.27 md/Botocore#1.38.27 ua/2.1 os/linux#6.1.140 exec-env/AWS_Lambda_python3.12 Botocore/1.38.27',
  };
  for (const volumeId of account.volumeIds) {
    night.do(session, disks.createSnapshot(random, volumeId), random.int(1, 3));
    night.do(session, disks.deleteSnapshot(random, `snap-0${random.text('0123456789abcdef', 16)}`), random.int(1, 3));
  }
  return night.records;
}
