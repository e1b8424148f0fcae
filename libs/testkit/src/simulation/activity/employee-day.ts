import type { Random } from '../../random.js';
import type { CloudTrailRecord } from '../../record/cloudtrail-record.js';
import { consoleLogin } from '../../record/console-login.js';
import { cloudTrailTime } from '../../record/record-values.js';
import { identityCenterUser } from '../../record/user-identity.js';
import { createTable } from '../calls/data-stores.js';
import * as ec2 from '../calls/ec2.js';
import * as disks from '../calls/ec2-disks.js';
import * as network from '../calls/ec2-network.js';
import { getCallerIdentity } from '../calls/observability.js';
import { keepForDays } from '../calls/s3.js';
import { putParameter } from '../calls/secrets.js';
import type { Account, Company, Employee } from '../company.js';
import { onBehalf, type Script, type Session, script } from '../session.js';
import { readSomething, refused } from './reading.js';

function arrive(script: Script, random: Random, employee: Employee, account: Account, address: string): Session {
  const identity = identityCenterUser({
    accountId: account.id,
    permissionSet: employee.permissionSet,
    userName: employee.userName,
    session: { creationDate: cloudTrailTime(script.now()) },
  });
  // Identity Center asks for the second factor itself, so the console sees a federated session without one.
  script.add(
    consoleLogin({
      accountId: account.id,
      userIdentity: identity,
      mfa: false,
      eventTime: script.now(),
      awsRegion: account.region,
      sourceIPAddress: address,
      userAgent: employee.browser,
      seed: random.uuid(),
    }),
  );
  script.wait(random.int(2, 9));
  return {
    account,
    region: account.region,
    identity,
    sourceIPAddress: address,
    userAgent: employee.browser,
    fromConsole: true,
  };
}

function browse(script: Script, random: Random, session: Session, clicks: number): void {
  const caller = String(session.identity.arn);
  for (let click = 0; click < clicks; click++) {
    const call = readSomething(session.account, random, script.now());
    const internal = random.chance(0.1);
    const denied = random.chance(0.02);
    script.do(
      internal ? onBehalf(session, 'AWS Internal') : session,
      denied ? refused(call, caller) : call,
      random.int(0, 4),
    );
  }
}

/** The few things people still change by hand, all within policy. */
function change(script: Script, random: Random, company: Company, session: Session): void {
  const { account, region } = session;
  const changes = [
    () => putParameter(random, random.pick(account.parameters)),
    () => ec2.createTags(random, random.pick(account.instanceIds)),
    () => disks.createVolume(random, region, true),
    () => network.authorizeIngress(account, random, 443, `${company.officeAddress}/32`),
    () => network.authorizeIngress(account, random, 5432, '10.0.0.0/16'),
    () => createTable(account, `${account.name}-scratch-${random.int(1, 99)}`, true),
    () => keepForDays(account, random, random.pick(account.buckets), 90),
    () => disks.createSnapshot(random, random.pick(account.volumeIds)),
  ];
  script.do(session, random.pick(changes)(), random.int(3, 40));
}

/** One working day of one person: the console in bursts, the command line between them, now and then a change. */
export function employeeDay(company: Company, employee: Employee, midnight: Date, random: Random): CloudTrailRecord[] {
  const [from, to] = employee.hours;
  const day = script(`${employee.userName}/${midnight.toISOString()}`, midnight);
  day.wait(from * 3600 + random.int(0, 1800));
  const [production, staging, shared] = company.accounts;
  const address = random.chance(0.6) ? company.officeAddress : employee.homeAddress;
  const bursts = random.int(4, 6);
  const pauseSeconds = Math.floor(((to - from - 1) * 3600) / bursts);
  for (let burst = 0; burst < bursts; burst++) {
    const began = day.now().getTime();
    const account = random.weighted([
      [staging, 5],
      [production, 3],
      [shared, 1],
    ]);
    const session = arrive(day, random, employee, account, address);
    browse(day, random, session, random.int(12, 40));
    if (employee.permissionSet !== 'ReadOnlyAccess') {
      const terminal = { ...session, userAgent: employee.commandLine, fromConsole: false };
      day.do(terminal, getCallerIdentity(), 2);
      browse(day, random, terminal, random.int(5, 25));
      for (let left = random.int(3, 9); left > 0; left--) change(day, random, company, terminal);
    }
    day.wait(Math.max(60, pauseSeconds - (day.now().getTime() - began) / 1000 - random.int(0, 900)));
  }
  return day.records;
}
