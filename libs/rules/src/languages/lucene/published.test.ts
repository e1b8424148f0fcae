import { viewOf } from '@trailhound/cloudtrail';
import { describe, expect, it } from 'vitest';
import { compileCondition } from '../../condition/compile-condition.js';
import type { NamedValues } from '../language.js';
import { lucene } from './lucene.js';
import { naiveMatches } from './naive-query.oracle.js';
import { defaultLuceneOptions, type LuceneOptions } from './options.js';
import { parseQuery } from './parser.js';

type Json = Record<string, unknown>;

function lowered(query: string, options: LuceneOptions, values: NamedValues = {}) {
  const result = (lucene.configure?.({ lucene: options }) ?? lucene).lower(query, values);
  if (!result.ok) throw new Error(result.problems.map(({ code, message }) => `${code} ${message}`).join('; '));
  return result.value;
}

function outcome(query: string, record: Json, options = defaultLuceneOptions): boolean {
  const { condition } = lowered(query, options);
  const holds = compileCondition(condition)(viewOf(record)) === 'match';
  expect(holds).toBe(naiveMatches(parseQuery(query).query, { values: {}, options, record }));
  return holds;
}

const call = (eventName: string, service = 'ec2', more: Json = {}): Json => ({
  eventVersion: '1.08',
  eventName,
  eventSource: `${service}.amazonaws.com`,
  eventType: 'AwsApiCall',
  awsRegion: 'us-east-1',
  userIdentity: { type: 'IAMUser', userName: 'alice' },
  ...more,
});
const calls = (names: string, service?: string): readonly Json[] =>
  names.split(' ').map((eventName) => call(eventName, service));
const root = (more: Json = {}, identity: Json = {}): Json =>
  call('ConsoleLogin', 'signin', {
    eventType: 'AwsConsoleSignIn',
    userIdentity: { type: 'Root', ...identity },
    ...more,
  });
const from = (country_name: string): Json =>
  call('ConsoleLogin', 'signin', { sourceIPAddress_geoip: { country_name, ip: '203.0.113.9' } });
const database = (eventName: string, publiclyAccessible: unknown): Json =>
  call(eventName, 'rds', { requestParameters: { dBInstanceIdentifier: 'db-1', publiclyAccessible } });
const grouped = (eventName: string, groupName: string): Json =>
  call(eventName, 'iam', { requestParameters: { groupName, userName: 'bob' } });
const attached = (eventName: string, policy: string): Json =>
  call(eventName, 'iam', { requestParameters: { policyArn: `arn:aws:iam::aws:policy/${policy}` } });
const denied = (account: string, errorCode: string): Json =>
  call('GetObject', 's3', { recipientAccountName: account, errorCode });

interface Published {
  readonly id: string;
  readonly query: string;
  readonly fires: readonly Json[];
  readonly silent: readonly Json[];
  readonly lints: readonly string[];
}

/** The table of alerts that an article of Coralogix published, as it stands there, quotes and escapes too. */
const published: readonly Published[] = [
  {
    id: 'CX1 root use',
    query: 'userIdentity.type:Root AND NOT _exists_:userIdentity.invokedBy AND NOT eventType:AwsServiceEvent',
    fires: [root()],
    silent: [
      root({}, { invokedBy: 'backup.amazonaws.com' }),
      root({ eventType: 'AwsServiceEvent' }),
      call('ConsoleLogin', 'signin'),
    ],
    lints: [],
  },
  {
    id: 'CX2 bucket policy',
    query:
      'eventSource:\\”s3.amazonaws.com\\” AND (eventName:PutBucketAcl OR eventName:PutBucketPolicy OR eventName:PutBucketCors OR eventName:PutBucketLifecycle OR eventName:PutBucketReplication)',
    fires: calls('PutBucketPolicy PutBucketAcl PutBucketCors PutBucketLifecycle PutBucketReplication', 's3'),
    silent: [call('GetBucketPolicy', 's3'), call('PutBucketPolicy', 'kms'), call('DeleteBucketPolicy', 's3')],
    lints: ['W-CURLY', 'W-ESCQUOTE'],
  },
  {
    id: 'CX3 access denied',
    query: 'recipientAccountName:(“xxx” OR “yyy”) AND errorCode:”accessdenied”',
    fires: [denied('xxx', 'AccessDenied'), denied('yyy', 'AccessDenied')],
    silent: [
      denied('zzz', 'AccessDenied'),
      denied('xxx', 'AccessDeniedException'),
      denied('xxx', 'Client.UnauthorizedOperation'),
    ],
    lints: ['W-CURLY', 'W-CURLY', 'W-CURLY', 'W-ENRICH', 'W-PLACEHOLDER', 'W-PLACEHOLDER'],
  },
  {
    id: 'CX4 another country',
    query: '_exists_:sourceIPAddress_geoip NOT sourceIPAddress_geoip.country_name.keyword:/india|united states/',
    fires: [from('Germany')],
    silent: [from('India'), from('United States'), call('ConsoleLogin', 'signin')],
    lints: ['W-CASE', 'W-ENRICH'],
  },
  {
    id: 'CX5 certificate exported',
    query: 'eventName:ExportCertificate AND eventSource:”acm.amazonaws.com”',
    fires: [call('ExportCertificate', 'acm')],
    silent: [call('DeleteCertificate', 'acm')],
    lints: ['W-CURLY'],
  },
  {
    id: 'CX6 certificate updated',
    query: 'eventName:UpdateCertificate AND eventSource:”acm.amazonaws.com”',
    fires: [call('UpdateCertificate', 'acm'), call('UpdateCertificate', 'acm', { errorCode: 'AccessDenied' })],
    silent: [call('UpdateCertificate', 'iot'), call('UpdateCertificateOptions', 'acm')],
    lints: ['W-CURLY'],
  },
  {
    id: 'CX7 public database',
    query: 'publiclyAccessible:true AND eventName:CreateDBInstance',
    fires: [database('CreateDBInstance', true), database('CreateDBInstance', 'true')],
    silent: [database('CreateDBInstance', false), database('ModifyDBInstance', true)],
    lints: ['W-LEAF'],
  },
  {
    id: 'CX8 distribution',
    query: 'eventName.keyword:/(Create.*Distribution|Delete.*Distribution|Update.*Distribution)/',
    fires: calls('CreateDistribution CreateStreamingDistribution UpdateDistribution', 'cloudfront'),
    silent: calls('GetDistribution CreateDistributionWithTags', 'cloudfront'),
    lints: [],
  },
  {
    id: 'CX9 a new administrator',
    query: 'eventName:AddUserToGroup AND requestParameters.groupName:/.*admin.*/',
    fires: [grouped('AddUserToGroup', 'Admins'), grouped('AddUserToGroup', 'Cluster-Admin')],
    silent: [grouped('AddUserToGroup', 'developers'), grouped('RemoveUserFromGroup', 'Admins')],
    lints: ['W-REGEX-TEXT'],
  },
  {
    id: 'CX10 administrator access',
    query: 'eventName:AttachUserPolicy AND requestParameters.policyArn:AdministratorAccess',
    fires: [attached('AttachUserPolicy', 'AdministratorAccess')],
    silent: [
      attached('AttachUserPolicy', 'ReadOnlyAccess'),
      attached('AttachRolePolicy', 'AdministratorAccess'),
      attached('AttachUserPolicy', 'MyAdministratorAccess'),
    ],
    lints: [],
  },
  {
    id: 'CX11 keys',
    query: 'eventSource:”kms.amazonaws.com” AND (eventName:DisableKey OR eventName:ScheduleKeyDeletion)',
    fires: calls('DisableKey ScheduleKeyDeletion', 'kms'),
    silent: [call('EnableKey', 'kms'), call('DisableKey', 'iam')],
    lints: ['W-CURLY'],
  },
  {
    id: 'CX12 Config',
    query:
      'eventSource:”config.amazonaws.com” AND eventName.keyword:((Stop|Put)ConfigurationRecorder|((Delete|Put)DeliveryChannel))',
    fires: calls(
      'StopConfigurationRecorder PutConfigurationRecorder DeleteDeliveryChannel PutDeliveryChannel',
      'config',
    ),
    silent: calls('StartConfigurationRecorder DeleteConfigurationRecorder', 'config'),
    lints: ['W-CURLY', 'W-REGEXGROUP'],
  },
  {
    id: 'CX13 trails',
    query: 'eventName.keyword:(CreateTrail|UpdateTrail|DeleteTrail|StartLogging|StopLogging)',
    fires: calls('CreateTrail UpdateTrail DeleteTrail StartLogging StopLogging', 'cloudtrail'),
    silent: [call('GetTrailStatus', 'cloudtrail'), call('CreateTrail|UpdateTrail', 'cloudtrail')],
    lints: ['W-REGEXGROUP'],
  },
  {
    id: 'CX14 policies',
    query: 'eventName.keyword:/(Delete|Put|Create|Attach|Detach)(Group|Role|User)?Policy(Version)?/',
    fires: calls('PutUserPolicy CreatePolicyVersion AttachRolePolicy', 'iam'),
    silent: calls('SetDefaultPolicyVersion PutBucketPolicy DeleteRolePermissionsBoundary', 'iam'),
    lints: [],
  },
  {
    id: 'CX15 security groups',
    query: 'eventName:/(Authorize|Revoke|Create|Delete)SecurityGroup((In|E)gress)?/',
    fires: calls('AuthorizeSecurityGroupIngress CreateSecurityGroup RevokeSecurityGroupEgress'),
    silent: calls('DescribeSecurityGroups ModifySecurityGroupRules'),
    lints: ['W-REGEX-TEXT'],
  },
  {
    id: 'CX16 network ACLs',
    query: 'eventName.keyword:/(Create|Delete|Replace)NetworkAcl(Entry|Association)?/',
    fires: calls('ReplaceNetworkAclAssociation CreateNetworkAcl DeleteNetworkAclEntry'),
    silent: calls('DescribeNetworkAcls'),
    lints: [],
  },
  {
    id: 'CX17 gateways',
    query: 'eventName.keyword:/(Create|Delete|Attach|Detach)Gateway/',
    fires: calls('CreateGateway'),
    silent: calls('CreateInternetGateway CreateCustomerGateway AttachInternetGateway'),
    lints: [],
  },
  {
    id: 'CX18 routes',
    query: 'eventName.keyword:/(Create|Replace|Delete|Disassociate)Route(Table)?(Association)?/',
    fires: [
      ...calls('CreateRoute ReplaceRouteTableAssociation DisassociateRouteTable'),
      call('CreateRoute', 'apigateway'),
    ],
    silent: calls('AssociateRouteTable'),
    lints: [],
  },
  {
    id: 'CX19 networks',
    query:
      'eventName.keyword:/(Create|Delete|Accept|Reject|Modify|Attach|Detach|Disable|Enable)(Vpc)?(ClassicLink)?(Vpc)?(Attribute|PeeringConnection)?/',
    fires: calls(
      'CreateVpc ModifyVpcAttribute AttachClassicLinkVpc EnableVpcClassicLink AcceptVpcPeeringConnection Create CreateAttribute',
    ),
    silent: calls('CreateSubnet EnableVpcClassicLinkDnsSupport'),
    lints: [],
  },
];

const straightened = (query: string) => query.replaceAll('\\”', '"').replaceAll(/[“”]/g, '"');

describe.each([
  { quotes: 'as published', written: (query: string) => query },
  { quotes: 'in straight quotes', written: straightened },
  { quotes: 'in JSON’s escaped quotes', written: (query: string) => straightened(query).replaceAll('"', '\\"') },
])('the published alerts, $quotes', ({ written }) => {
  it.each(published)('$id', ({ query, fires, silent }) => {
    expect(fires.filter((record) => !outcome(written(query), record))).toEqual([]);
    expect(silent.filter((record) => outcome(written(query), record))).toEqual([]);
  });
});

describe('the lints of the published alerts', () => {
  it.each(published)('$id', ({ query, lints }) => {
    const found = lowered(query, defaultLuceneOptions).lints.map(({ code }) => code);
    expect(found.toSorted()).toEqual(lints.toSorted());
  });
});

describe('strict mode', () => {
  const strict: LuceneOptions = { ...defaultLuceneOptions, mode: 'strict' };
  const query = (id: string) => published.find((one) => one.id.startsWith(`${id} `))?.query ?? '';

  it('finds no field whose path is left out (CX7)', () => {
    expect(outcome(query('CX7'), database('CreateDBInstance', true), strict)).toBe(false);
  });

  it('never matches a pattern with capitals on an analysed field (CX15)', () => {
    expect(outcome(query('CX15'), call('CreateSecurityGroup'), strict)).toBe(false);
    expect(outcome('eventName:/createsecurity.*/', call('CreateSecurityGroup'), strict)).toBe(true);
  });

  it('takes the case of a country as it is written (CX4): India is outside India then', () => {
    expect(outcome(query('CX4'), from('India'), strict)).toBe(true);
  });
});
