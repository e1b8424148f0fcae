import { cloudTrailRecord, iamUser, type Random, seededRandom } from '@trailhound/testkit';
import type { Json } from '../../chaos/input/rules.js';

export interface OrganisationSize {
  readonly accounts: number;
  /** At most as many as there are names. */
  readonly regions: number;
  readonly hours: number;
  readonly seed: number;
  /** A whole hour, epoch milliseconds. */
  readonly startMs: number;
}

/** Reads and writes are management events, which every trail logs; only the first trail logs data events. */
export type RecordKind = 'write' | 'read' | 'data';

export interface OrganisationRecord {
  readonly record: Json;
  readonly kind: RecordKind;
  readonly account: string;
  readonly region: string;
  /** The hour it happened in, from 0. */
  readonly hour: number;
  /** The hour whose objects hold it: the same one, but for late records. */
  readonly deliveredHour: number;
}

export const hourMs = 3_600_000;
const minuteMs = 60_000;
const lateShare = 0.02;
const mostHoursLate = 20;
const usersOfAccount = 6;

export const regionNames: readonly string[] = [
  ...['us-east-1', 'eu-central-1', 'us-west-2', 'eu-west-1', 'ap-southeast-2', 'sa-east-1'],
  ...['ap-northeast-1', 'ca-central-1', 'eu-north-1', 'ap-south-1'],
];

export function accountIdsOf({ accounts }: Pick<OrganisationSize, 'accounts'>): readonly string[] {
  return Array.from({ length: accounts }, (_, at) => String(200_000_000_001 + at));
}

/**
 * All that happens in an organisation: something in every hour of each account and region, and in an account now and then
 * a few things in a row, spread over its regions. 2 % of the records are late, by up to 20 hours and never beyond the last
 * hour. Equal sizes give equal records on every machine.
 */
export function organisationRecords(size: OrganisationSize): readonly OrganisationRecord[] {
  return accountIdsOf(size).flatMap((account) => {
    const random = seededRandom(`organisation ${size.seed}/${account}`);
    return Array.from({ length: size.hours }, (_, hour) => ofHour({ ...size, account, hour, random })).flat();
  });
}

interface Hour extends OrganisationSize {
  readonly account: string;
  readonly hour: number;
  readonly random: Random;
}

interface Happening {
  readonly eventName: string;
  readonly eventSource: string;
  readonly kind: RecordKind;
  readonly user?: number;
  readonly address?: number;
  /** Into the hour; may lead into the next one. */
  readonly atMs?: number;
  readonly region?: string;
  readonly errorCode?: string;
  readonly isNeverLate?: boolean;
}

const ordinary: readonly Happening[] = [
  { eventName: 'DescribeInstances', eventSource: 'ec2', kind: 'read' },
  { eventName: 'ListBuckets', eventSource: 's3', kind: 'read' },
  { eventName: 'CreateTags', eventSource: 'ec2', kind: 'write' },
  { eventName: 'PutMetricAlarm', eventSource: 'monitoring', kind: 'write' },
  { eventName: 'GetObject', eventSource: 's3', kind: 'data' },
  { eventName: 'PutObject', eventSource: 's3', kind: 'data' },
];

function ofHour(hour: Hour): OrganisationRecord[] {
  const { random, regions } = hour;
  const found: OrganisationRecord[] = [];
  for (const region of regionNames.slice(0, regions)) {
    const always: Happening = { eventName: 'DescribeAlarms', eventSource: 'monitoring', kind: 'read', region };
    found.push(recordOf(hour, { ...always, isNeverLate: true }));
    for (let more = random.int(1, 4); more > 0; more -= 1)
      found.push(recordOf(hour, { ...random.pick(ordinary), region }));
  }
  for (const [chance, row] of rows) if (random.chance(chance)) found.push(...row(hour));
  return found;
}

/** Several in a row: one fewer than a rule asks for, or as many, or more. */
const rows: readonly (readonly [number, (hour: Hour) => OrganisationRecord[]])[] = [
  [
    0.4,
    (hour) => {
      const { random } = hour;
      const [user, startMs] = [random.int(1, usersOfAccount), random.int(0, 59) * minuteMs];
      const denied: Happening = {
        ...{
          eventName: 'GetSecretValue',
          eventSource: 'secretsmanager',
          kind: 'read',
          errorCode: 'AccessDenied',
          user,
        },
      };
      return Array.from({ length: random.int(2, 6) }, () =>
        recordOf(hour, { ...denied, atMs: startMs + random.int(0, 12 * 60) * 1_000 }),
      );
    },
  ],
  [
    0.4,
    (hour) => {
      const { random } = hour;
      const [user, startMs] = [random.int(1, usersOfAccount), random.int(0, 59) * minuteMs];
      const assumed: Happening = { eventName: 'AssumeRole', eventSource: 'sts', kind: 'read', user };
      return Array.from({ length: random.int(2, 5) }, () =>
        recordOf(hour, { ...assumed, atMs: startMs + random.int(0, 18 * 60) * 1_000 }),
      );
    },
  ],
  [
    0.5,
    (hour) => {
      const { random } = hour;
      const [user, startMs] = [random.int(1, usersOfAccount), random.int(0, 59) * minuteMs];
      const key: Happening = { eventName: 'CreateAccessKey', eventSource: 'iam', kind: 'write', user };
      const gone: Happening = { eventName: 'DeleteObject', eventSource: 's3', kind: 'data', user };
      return [
        recordOf(hour, { ...key, atMs: startMs + random.int(0, 20) * minuteMs }),
        recordOf(hour, { ...gone, atMs: startMs + random.int(0, 90) * minuteMs }),
      ];
    },
  ],
  [0.25, (hour) => [recordOf(hour, { eventName: 'AttachUserPolicy', eventSource: 'iam', kind: 'write' })]],
];

function recordOf(place: Hour, happening: Happening): OrganisationRecord {
  const { account, random, startMs, hours, regions, seed } = place;
  const { kind, eventName, eventSource, errorCode } = happening;
  const region = happening.region ?? random.pick(regionNames.slice(0, regions));
  const intoHourMs = happening.atMs ?? random.int(0, 3_599) * 1_000;
  const atMs = Math.min(place.hour * hourMs + intoHourMs, hours * hourMs - 1_000);
  const hour = Math.floor(atMs / hourMs);
  const lateHours = happening.isNeverLate !== true && random.chance(lateShare) ? random.int(1, mostHoursLate) : 0;
  const user = happening.user ?? random.int(1, usersOfAccount);
  const record = cloudTrailRecord({
    ...{ eventName, eventSource, accountId: account, awsRegion: region, eventTime: new Date(startMs + atMs) },
    userIdentity: iamUser({ accountId: account, userName: `user-${user}-of-${account.slice(-3)}` }),
    sourceIPAddress: `203.0.113.${happening.address ?? random.int(1, 12)}`,
    eventCategory: kind === 'data' ? 'Data' : 'Management',
    readOnly: kind === 'read' || eventName.startsWith('Get'),
    ...(errorCode !== undefined && { errorCode, errorMessage: 'not authorized' }),
    seed: `${seed} ${random.uuid()}`,
  });
  return { record, kind, account, region, hour, deliveredHour: Math.min(hour + lateHours, hours - 1) };
}
