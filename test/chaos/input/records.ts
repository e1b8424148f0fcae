import { type Random, seededRandom } from '@trailhound/testkit';
import type { Json } from './rules.js';

/** A day of an imaginary company, in the order it arrives. */
export interface ChaosRecords {
  /** What arrives: records out of order, some twice, some hours late; poison in between. */
  readonly arrivals: readonly Arrival[];
  /** The records alone, each with its copies. */
  readonly records: readonly Json[];
  /** Marks of everything that cannot be read. */
  readonly poison: readonly string[];
}

export type Arrival = { readonly record: Json } | { readonly poison: unknown };

const dayStartMs = Date.UTC(2026, 2, 2);
const dayMs = 86_400_000;
const minuteMs = 60_000;
const users = 30;
const accounts = ['111111111111', '222222222222', '333333333333'];
const regions = ['eu-central-1', 'us-east-1'];
const noise = ['DescribeInstances', 'GetObject', 'ListBuckets', 'PutObject', 'RunInstances'];
/** Events of which several in a row mean something, with how long a row takes at most. */
const rows = [
  ['ConsoleLogin', 7],
  ['AssumeRole', 18],
  ['PutBucketPolicy', 25],
  ['CreateUser', 35],
  ['AttachUserPolicy', 1_200],
  ['AccessDenied', 12],
] as const;

/**
 * Records made of a seed: 5 % arrive twice, all up to 15 minutes early or late, 1 % from 2 to 20 hours late, 0.5 % has a
 * copy with the same id and other content, and 0.5 % more is poison. Equal seeds give equal records on every machine.
 * With a `flood` so much more poison comes at one stretch.
 */
export function chaosRecords(seed: number, count: number, flood = 0): ChaosRecords {
  const random = seededRandom(`records ${seed}`);
  const records: Json[] = [];
  while (records.length < count) {
    const kind = random.int(1, 100);
    if (kind <= 55) records.push(...row(random));
    else if (kind <= 78)
      records.push(
        single(
          random,
          random.weighted([
            ['CreateAccessKey', 8],
            ['StopLogging', 3],
            ['DeleteAccessKey', 1],
          ]),
        ),
      );
    else records.push(single(random, random.pick(noise)));
  }
  const arriving = records.flatMap((record) => arrivalsOf(random, record));
  const poison = Array.from(
    { length: Math.ceil(count / 200) },
    (_, at) => `poison-${seed}-${at}-${random.text('abcdef', 8)}`,
  );
  for (const mark of poison)
    arriving.push({ atMs: dayStartMs + random.next() * dayMs, arrival: { poison: poisonOf(random, mark) } });
  arriving.sort((a, b) => a.atMs - b.atMs);
  const arrivals = arriving.map(({ arrival }) => arrival);
  const flooding = Array.from(
    { length: flood },
    (_, at) => `poison-${seed}-${poison.length + at}-${random.text('abcdef', 8)}`,
  );
  const middle = arrivals.length >> 1;
  arrivals.splice(middle, 0, ...flooding.map((mark) => ({ poison: poisonOf(random, mark) })));
  poison.push(...flooding);
  return { arrivals, poison, records: arrivals.flatMap((arrival) => ('record' in arrival ? [arrival.record] : [])) };
}

function single(random: Random, eventName: string): Json {
  return recordAt(random, {
    eventName,
    atMs: dayStartMs + Math.floor(random.next() * dayMs),
    user: random.int(0, users - 1),
    address: random.int(1, 12),
    account: random.pick(accounts),
  });
}

/** Several alike in some minutes: one fewer than a rule counts, or as many, or more. */
function row(random: Random): readonly Json[] {
  const [name, minutes] = random.pick(rows);
  const [user, address, account, region] = [
    random.int(0, users - 1),
    random.int(1, 12),
    random.pick(accounts),
    random.pick(regions),
  ];
  const startMs = dayStartMs + Math.floor(random.next() * (dayMs - minutes * minuteMs));
  return Array.from({ length: random.int(2, 6) }, () =>
    recordAt(random, {
      eventName: name === 'AccessDenied' ? 'GetObject' : name,
      ...(name === 'AccessDenied' && { errorCode: 'AccessDenied' }),
      atMs: startMs + Math.floor(random.next() * minutes * minuteMs),
      user: name === 'CreateUser' ? random.int(0, users - 1) : user,
      address: name === 'AssumeRole' ? random.int(1, 12) : address,
      ...{ account, region },
    }),
  );
}

interface Spec {
  readonly eventName: string;
  readonly atMs: number;
  readonly user: number;
  readonly address: number;
  readonly account: string;
  readonly region?: string;
  readonly errorCode?: string;
}

function recordAt(random: Random, { eventName, atMs, user, address, account, region, errorCode }: Spec): Json {
  const userName = `user-${user}`;
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: 'IAMUser',
      principalId: `AIDAEXAMPLE${user}`,
      arn: `arn:aws:iam::${account}:user/${userName}`,
      accountId: account,
      userName,
    },
    // Whole seconds, as CloudTrail writes them: many records share an instant.
    eventTime: `${new Date(atMs).toISOString().slice(0, 19)}Z`,
    eventSource: 'iam.amazonaws.com',
    eventName,
    awsRegion: region ?? random.pick(regions),
    sourceIPAddress: `203.0.113.${address}`,
    userAgent: 'aws-cli/2.31.0',
    ...(errorCode !== undefined && { errorCode }),
    requestParameters: null,
    responseElements: null,
    requestID: random.uuid(),
    eventID: random.uuid(),
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: account,
    eventCategory: 'Management',
  };
}

interface Arriving {
  readonly atMs: number;
  readonly arrival: Arrival;
}

function arrivalsOf(random: Random, record: Json): readonly Arriving[] {
  const arrive = (of: Json): Arriving => ({ atMs: arrivalMs(random, of), arrival: { record: of } });
  const found = [arrive(record)];
  if (random.chance(0.05)) found.push(arrive(record));
  if (random.chance(0.005)) found.push(arrive({ ...record, sourceIPAddress: `203.0.113.${random.int(1, 12)}` }));
  return found;
}

function arrivalMs(random: Random, record: Json): number {
  const eventMs = Date.parse(String(record['eventTime']));
  const lateMs = random.chance(0.01) ? random.int(120, 1_200) * minuteMs : 0;
  return eventMs + lateMs + (random.next() * 2 - 1) * 15 * minuteMs;
}

/** Things that stand where a record should, each with its mark where a reader looks. */
function poisonOf(random: Random, mark: string): unknown {
  const { eventTime: _, ...timeless } = recordAt(random, {
    eventName: mark,
    atMs: dayStartMs,
    user: 0,
    address: 1,
    account: '111111111111',
  });
  return random.pick([mark, [mark], timeless, { ...timeless, eventTime: '2026-13-40T25:00:00Z' }]);
}
