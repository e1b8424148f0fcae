import { type CloudTrailRecord, cloudTrailRecord } from '../record/cloudtrail-record.js';
import type { UserIdentity } from '../record/user-identity.js';
import type { ApiCall } from './api-call.js';
import type { Account } from './company.js';

/** Somebody calling AWS: who, from where, with what. */
export interface Session {
  readonly account: Account;
  readonly region: string;
  readonly identity: UserIdentity;
  readonly sourceIPAddress: string;
  readonly userAgent: string;
  readonly fromConsole?: boolean;
}

/** What an AWS service writes in place of address and user agent when it calls on somebody's behalf. */
export function onBehalf(session: Session, service: string): Session {
  return { ...session, sourceIPAddress: service, userAgent: service, fromConsole: false };
}

const global: ReadonlySet<string> = new Set(['iam', 'route53', 'cloudfront', 'organizations', 'health', 'ce']);

/** eventVersion as the services write it today; others still write 1.08. */
const versions: ReadonlyMap<string, string> = new Map([
  ['iam', '1.09'],
  ['cloudtrail', '1.09'],
  ['guardduty', '1.09'],
  ['route53', '1.09'],
  ['rds', '1.11'],
]);

/** The record CloudTrail writes of a call. `nonce` makes equal calls within one second different events. */
export function perform(session: Session, call: ApiCall, at: Date, nonce: string): CloudTrailRecord {
  const service = call.eventSource.replace('.amazonaws.com', '');
  return cloudTrailRecord({
    ...call,
    eventVersion: call.eventVersion ?? versions.get(service) ?? '1.08',
    userIdentity: session.identity,
    eventTime: at,
    awsRegion: global.has(service) ? 'us-east-1' : session.region,
    accountId: session.account.id,
    sourceIPAddress: session.sourceIPAddress,
    userAgent: session.userAgent,
    ...(session.fromConsole === true && { fromConsole: true }),
    seed: nonce,
  });
}

/** Collects the records of a stretch of activity; keeps its own clock, which only moves forward. */
export interface Script {
  readonly records: CloudTrailRecord[];
  now(): Date;
  /** Moves the clock. */
  wait(seconds: number): void;
  /** Performs the call now and moves the clock by `seconds` (default 1). */
  do(session: Session, call: ApiCall, seconds?: number): CloudTrailRecord;
  add(record: CloudTrailRecord): CloudTrailRecord;
}

export function script(name: string, start: Date): Script {
  const records: CloudTrailRecord[] = [];
  let atMs = start.getTime();
  const self: Script = {
    records,
    now: () => new Date(atMs),
    wait: (seconds) => {
      atMs += seconds * 1000;
    },
    do: (session, call, seconds = 1) => {
      const record = self.add(perform(session, call, self.now(), `${name}#${records.length}`));
      self.wait(seconds);
      return record;
    },
    add: (record) => {
      records.push(record);
      return record;
    },
  };
  return self;
}
