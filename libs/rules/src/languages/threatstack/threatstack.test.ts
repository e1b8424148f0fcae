import { viewOf } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../condition/compile-condition.js';
import type { NamedValues } from '../language.js';
import { naiveMatches } from './naive-filter.oracle.js';
import { parseFilter } from './parser.js';
import { threatstack } from './threatstack.js';

type Json = Record<string, unknown>;

function outcome(filter: string, record: Json, values: NamedValues = {}): string {
  const result = threatstack.lower(filter, values);
  if (!result.ok) return result.problems.map(({ code, message }) => `${code} ${message}`).join('; ');
  const naive = naiveMatches(parseFilter(filter).filter, record, values) ? 'match' : 'no-match';
  expect(compileCondition(result.value.condition)(viewOf(record))).toBe(naive);
  return naive;
}

const called = (eventName: string, eventSource: string, requestParameters: unknown = null): Json => ({
  eventVersion: '1.08',
  eventName,
  eventSource,
  awsRegion: 'us-east-1',
  userIdentity: { type: 'IAMUser', userName: 'alice', accountId: '111122223333' },
  requestParameters,
});

const route53 = 'route53.amazonaws.com';
const ec2 = 'ec2.amazonaws.com';
const dynamo = 'dynamodb.amazonaws.com';
const trail = 'cloudtrail.amazonaws.com';
const zone = `eventSource = "${route53}" and (eventName = "DeleteHostedZone" or eventName = "CreateHostedZone")`;
const volume = `eventSource = "${ec2}" and eventName = "CreateVolume" and requestParameters.encrypted`;
const table = `eventSource = "${dynamo}" and eventName = "CreateTable" and requestParameters.sSESpecification`;
const abroad = 'eventName = "RunInstances" and awsRegion != "us-east-1" and awsRegion != "us-west-2"';
const openGroup =
  'eventName = "AuthorizeSecurityGroupIngress" and requestParameters.ipPermissions.items.ipRanges.items.cidrIp = "0.0.0.0/0"';
const ranges = (...blocks: readonly string[]) => ({
  groupId: 'sg-1',
  ipPermissions: { items: [{ ipProtocol: 'tcp', ipRanges: { items: blocks.map((cidrIp) => ({ cidrIp })) } }] },
});

interface Case {
  readonly id: string;
  readonly filter: string;
  readonly fires: readonly Json[];
  readonly silent: readonly Json[];
}

const published: readonly Case[] = [
  {
    id: 'TS1 any Route 53 call',
    filter: `event_type = "cloudtrail" and eventSource = "${route53}"`,
    fires: [called('ListHostedZones', route53), called('CreateHostedZone', route53)],
    silent: [called('RunInstances', ec2)],
  },
  {
    id: 'TS1 as published, its link lost',
    filter: 'event_type = "cloudtrail" and eventSource = ""',
    fires: [called('ListHostedZones', '')],
    silent: [called('ListHostedZones', route53)],
  },
  {
    id: 'TS2 hosted zones',
    filter: 'eventName = "DeleteHostedZone" or eventName = "CreateHostedZone"',
    fires: [called('DeleteHostedZone', route53), called('CreateHostedZone', route53)],
    silent: [called('deletehostedzone', route53), called('ListHostedZones', route53)],
  },
  {
    id: 'TS3 an empty source',
    filter: 'eventSource = ""',
    fires: [called('X', '')],
    silent: [called('X', route53), { eventName: 'X' }],
  },
  {
    id: 'TS4 hosted zones of Route 53',
    filter: zone,
    fires: [called('CreateHostedZone', route53), called('DeleteHostedZone', route53)],
    silent: [called('CreateHostedZone', 'x.amazonaws.com'), called('ListHostedZones', route53)],
  },
  {
    id: 'TS5 volumes',
    filter: 'eventName = "CreateVolume"',
    fires: [called('CreateVolume', ec2)],
    silent: [called('DeleteVolume', ec2)],
  },
  {
    id: 'TS6 not encrypted, or silent about it',
    filter: 'requestParameters.encrypted != "true"',
    fires: [called('CreateVolume', ec2, { encrypted: false }), called('CreateVolume', ec2, { size: 1 })],
    silent: [called('CreateVolume', ec2, { encrypted: true }), called('CreateVolume', ec2, { encrypted: 'true' })],
  },
  {
    id: 'TS7 said to be unencrypted',
    filter: 'requestParameters.encrypted = "false"',
    fires: [called('CreateVolume', ec2, { encrypted: false }), called('CreateVolume', ec2, { encrypted: 'false' })],
    silent: [called('CreateVolume', ec2, { encrypted: true }), called('CreateVolume', ec2, { size: 1 })],
  },
  {
    id: 'TS8 an unencrypted volume',
    filter: `${volume} = "false"`,
    fires: [called('CreateVolume', ec2, { encrypted: false })],
    silent: [called('CreateVolume', ec2, { encrypted: true }), called('RunInstances', ec2, { encrypted: false })],
  },
  {
    id: 'TS9 an encrypted volume',
    filter: `${volume} = "true"`,
    fires: [called('CreateVolume', ec2, { encrypted: true })],
    silent: [called('CreateVolume', ec2, { encrypted: false })],
  },
  {
    id: 'TS10 any DynamoDB call',
    filter: `event_type = "cloudtrail" and eventSource = "${dynamo}"`,
    fires: [called('CreateTable', dynamo)],
    silent: [called('CreateBucket', 's3.amazonaws.com')],
  },
  {
    id: 'TS11 an encrypted table',
    filter: `${table}.enabled = "true"`,
    fires: [called('CreateTable', dynamo, { sSESpecification: { enabled: true } })],
    silent: [called('CreateTable', dynamo, { tableName: 't' })],
  },
  {
    id: 'TS12 the trap of asking for false',
    filter: `${table}.enabled = "false"`,
    fires: [called('CreateTable', dynamo, { sSESpecification: { enabled: false } })],
    silent: [called('CreateTable', dynamo, { tableName: 't' })],
  },
  {
    id: 'TS13 an unencrypted table',
    filter: `${table} = null`,
    fires: [
      called('CreateTable', dynamo, { tableName: 't' }),
      called('CreateTable', dynamo, { sSESpecification: null }),
    ],
    silent: [called('CreateTable', dynamo, { sSESpecification: { enabled: true } })],
  },
  {
    id: 'TS13 by the inner field',
    filter: `${table}.enabled = null`,
    fires: [
      called('CreateTable', dynamo, { tableName: 't' }),
      called('CreateTable', dynamo, { sSESpecification: { enabled: null } }),
    ],
    silent: [called('CreateTable', dynamo, { sSESpecification: { enabled: true } })],
  },
  {
    id: 'TS14 logging stopped',
    filter: 'eventName = "StopLogging" or eventName = "DeleteTrail"',
    fires: [called('StopLogging', trail), called('DeleteTrail', trail)],
    silent: [called('StartLogging', trail)],
  },
  {
    id: 'TS15 instances in unusual regions',
    filter: abroad,
    fires: [{ ...called('RunInstances', ec2), awsRegion: 'eu-central-1' }],
    silent: [called('RunInstances', ec2), { ...called('RunInstances', ec2), awsRegion: 'us-west-2' }],
  },
  {
    id: 'TS16 a security group open to the world',
    filter: openGroup,
    fires: [called('AuthorizeSecurityGroupIngress', ec2, ranges('10.0.0.0/8', '0.0.0.0/0'))],
    silent: [called('AuthorizeSecurityGroupIngress', ec2, ranges('10.0.0.0/8'))],
  },
  {
    id: 'TS17 the user to be muted',
    filter: 'user = "terraform"',
    fires: [{ ...called('StopLogging', trail), userIdentity: { type: 'IAMUser', userName: 'terraform' } }],
    silent: [called('StopLogging', trail)],
  },
];

/** The filter with every straight double quote as publishing systems write it. */
const curly = (filter: string) => filter.replaceAll(/"([^"]*)"/g, '“$1”');
const careless = (filter: string) => filter.replaceAll('"', '”');

describe.each([
  { quotes: 'straight', written: (filter: string) => filter },
  { quotes: 'curly', written: curly },
  { quotes: 'closing curly', written: careless },
])('the published filters in $quotes quotes', ({ written }) => {
  it.each(published)('$id', ({ filter, fires, silent }) => {
    expect(fires.map((record) => outcome(written(filter), record))).toEqual(fires.map(() => 'match'));
    expect(silent.map((record) => outcome(written(filter), record))).toEqual(silent.map(() => 'no-match'));
  });
});

describe('an alias', () => {
  const by = (userIdentity: Json): Json => ({ eventName: 'X', userIdentity });
  it.each<[string, string, Json, string]>([
    ['user is the user name', 'user = "alice"', by({ userName: 'alice', arn: 'arn:aws:iam::1:user/bob' }), 'match'],
    [
      'user is nothing else where there is a user name',
      'user = "bob"',
      by({ userName: 'alice', arn: 'arn:aws:iam::1:user/bob' }),
      'no-match',
    ],
    [
      'user is the role behind a session',
      'user = "Admin"',
      by({ arn: 'arn:aws:sts::1:assumed-role/Admin/s1', sessionContext: { sessionIssuer: { userName: 'Admin' } } }),
      'match',
    ],
    [
      'user is the last segment of the ARN otherwise',
      'user = "ci"',
      by({ userName: null, arn: 'arn:aws:sts::1:assumed-role/Deploy/ci' }),
      'match',
    ],
    [
      'root is called by the end of its ARN',
      'user = "root"',
      by({ type: 'Root', arn: 'arn:aws:iam::1:root' }),
      'match',
    ],
    ['user is null where nothing names one', 'user = null', by({ type: 'AWSService', invokedBy: 'x' }), 'match'],
    ['user is not null where only the ARN names one', 'user != null', by({ arn: 'arn:aws:iam::1:user/bob' }), 'match'],
    ['an unknown user differs from every name', 'user != "alice"', by({}), 'match'],
    ['ip is the source address', 'ip = "1.2.3.4"', { sourceIPAddress: '1.2.3.4' }, 'match'],
    ['src_ip is the source address', 'src_ip starts_with "1."', { sourceIPAddress: '1.2.3.4' }, 'match'],
    [
      'accountId is the recipient',
      'accountId = "1"',
      { recipientAccountId: '1', userIdentity: { accountId: '2' } },
      'match',
    ],
    ['accountId is the caller in old records', 'accountId = "2"', { userIdentity: { accountId: '2' } }, 'match'],
    ['region is awsRegion', 'region in ("eu-west-1")', { awsRegion: 'eu-west-1' }, 'match'],
    ['event_type is always cloudtrail', 'event_type like "cloud*" and event_type != "host"', {}, 'match'],
    ['event_type is never null', 'event_type = null', {}, 'no-match'],
    ['an alias with a tail is a path', 'user.name = "x"', { user: { name: 'x' } }, 'match'],
  ])('%s', (_name, filter, record, expected) => {
    expect(outcome(filter, record)).toBe(expected);
  });
});

describe('an operator', () => {
  const x = (value: unknown): Json => ({ requestParameters: { x: value } });
  it.each<[string, string, Json, string]>([
    ['= compares a number with its text', '= "5"', x(5), 'match'],
    ['= with a number reads numeric text', '= 5', x('5.0'), 'match'],
    ['= with leading zeros compares text', '= 012345678901', x('012345678901'), 'match'],
    ['= with leading zeros is no number', '= 05', x(5), 'no-match'],
    ['= true is text too', '= true', x('true'), 'match'],
    ['= holds if some element does', '= "b"', x(['a', 'b']), 'match'],
    ['!= fails if some element is equal', '!= "b"', x(['a', 'b']), 'no-match'],
    ['<> is !=', '<> "a"', x('b'), 'match'],
    ['= null on an empty list', '= null', x([]), 'match'],
    ['= null on a list with a value', '= null', x([null, 1]), 'no-match'],
    ['!= null on an empty text', '!= null', x(''), 'match'],
    ['null equals no text', '= "null"', x(null), 'no-match'],
    ['< compares numbers', '< 10', x(9), 'match'],
    ['< reads a quoted number', '< "10"', x('9'), 'match'],
    ['< on a text that is no number', '< 10', x('nine'), 'no-match'],
    ['> compares times by their text', '> "2024-01-01T00:00:00Z"', x('2025-01-01T00:00:00Z'), 'match'],
    ['>= on a missing field', '>= 0', {}, 'no-match'],
    ['starts_with', 'starts_with "ab"', x('abc'), 'match'],
    ['STARTS_WITH in capitals', 'STARTS_WITH "ab"', x('abc'), 'match'],
    ['starts_with is case-sensitive', 'starts_with "AB"', x('abc'), 'no-match'],
    ['ends_with', 'ends_with "bc"', x('abc'), 'match'],
    ['contains', 'contains "b"', x('abc'), 'match'],
    ['like with % and _', 'like "a%_d"', x('abcd'), 'match'],
    ['like with * and ?', 'like "a*?"', x('ab'), 'match'],
    ['like with % takes * as it is', 'like "a*%"', x('ab'), 'no-match'],
    ['like is the whole text', 'like "b*"', x('abc'), 'no-match'],
    ['like without wildcards is contains', 'like "b"', x('abc'), 'match'],
    ['not like', 'not like "a%"', x('abc'), 'no-match'],
    ['not like on a missing field', 'not like "a%"', {}, 'match'],
    ['in', 'in ("a", 5, true)', x('5'), 'match'],
    ['in with null', 'in ("a", null)', {}, 'match'],
    ['not in', 'not in ("a", "b")', x('c'), 'match'],
    ['not in on a missing field', 'not in ("a", "b")', {}, 'match'],
    ['single quotes', "= 'abc'", x('abc'), 'match'],
    ['low and high quotes', '= „abc“', x('abc'), 'match'],
    ['an escaped quote', '= "a\\"b"', x('a"b'), 'match'],
    ['an index', '[1] = 1', {}, 'no-match'],
  ])('%s', (_name, comparison, record, expected) => {
    expect(outcome(`requestParameters.x${comparison.startsWith('[') ? '' : ' '}${comparison}`, record)).toBe(expected);
  });

  it.each<[string, string]>([
    ['eventName = "a" or eventName = "b" and eventName = "c"', 'match'],
    ['(eventName = "a" or eventName = "b") and eventName = "c"', 'no-match'],
    ['not eventName = "b" and eventName = "c"', 'no-match'],
    ['not (eventName = "b" and eventName = "c")', 'match'],
    ['eventName = "a" && !(eventName = "b") || eventName = "c"', 'match'],
    ['NOT eventName = "b" AND eventName = "a"', 'match'],
  ])('not binds before and, and before or: %s', (filter, expected) => {
    expect(outcome(filter, { eventName: 'a' })).toBe(expected);
  });
});

describe('a named value', () => {
  const values = { allowed: ['us-east-1', 'eu-west-1'], home: 'us-east-1', limit: 5, evil: '") or eventName != ("' };
  it.each<[string, Json, string]>([
    ['awsRegion in {{allowed}}', { awsRegion: 'eu-west-1' }, 'match'],
    ['awsRegion not in {{ allowed }}', { awsRegion: 'ap-south-1' }, 'match'],
    ['awsRegion in ({{allowed}}, "x")', { awsRegion: 'x' }, 'match'],
    ['awsRegion in {{home}}', { awsRegion: 'us-east-1' }, 'match'],
    ['awsRegion = {{home}}', { awsRegion: 'us-east-1' }, 'match'],
    ['requestParameters.maxItems > {{limit}}', { requestParameters: { maxItems: 6 } }, 'match'],
    ['eventName = {{evil}}', { eventName: 'x' }, 'no-match'],
    ['eventName = {{evil}}', { eventName: values.evil }, 'match'],
    ['eventName = "{{home}}"', { eventName: 'us-east-1' }, 'no-match'],
    ['awsRegion = {{allowed}}', {}, 'E-VALUE-LIST "allowed" is a list of 2 values where one value is needed'],
    ['awsRegion in {{alowed}}', {}, 'E-VALUE-UNKNOWN no value is named "alowed"'],
    ['awsRegion = {{constructor}}', {}, 'E-VALUE-UNKNOWN no value is named "constructor"'],
  ])('%s on %j', (filter, record, expected) => {
    expect(outcome(filter, record, values)).toBe(expected);
  });

  it('suggests the name that was meant', () => {
    const result = threatstack.lower('awsRegion in {{alowed}}', values);
    expect(result.ok ? [] : result.problems.map(({ fix }) => fix)).toEqual(['write {{allowed}}']);
  });
});
