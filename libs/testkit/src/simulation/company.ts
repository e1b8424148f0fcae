import type { Random } from '../random.js';

/** One AWS account of the simulated company with the things that stand in it. */
export interface Account {
  readonly id: string;
  readonly name: 'production' | 'staging' | 'shared';
  /** Where its workload runs. */
  readonly region: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly instanceIds: readonly string[];
  readonly volumeIds: readonly string[];
  readonly imageIds: readonly string[];
  readonly keyIds: readonly string[];
  readonly buckets: readonly string[];
  readonly functions: readonly string[];
  readonly roles: readonly string[];
  readonly users: readonly string[];
  readonly secrets: readonly string[];
  readonly parameters: readonly string[];
  readonly tables: readonly string[];
  readonly databases: readonly string[];
  readonly logGroups: readonly string[];
  readonly trail: string;
  readonly detectorId: string;
  readonly hostedZoneId: string;
}

export interface Employee {
  /** Name in Identity Center: the session name of the person's roles. */
  readonly userName: string;
  readonly permissionSet: 'DeveloperAccess' | 'ReadOnlyAccess' | 'AdministratorAccess';
  readonly homeAddress: string;
  readonly browser: string;
  readonly commandLine: string;
  /** Hours of the day (UTC) between which the person works. */
  readonly hours: readonly [from: number, to: number];
}

export interface Company {
  readonly accounts: readonly [production: Account, staging: Account, shared: Account];
  readonly employees: readonly Employee[];
  readonly officeAddress: string;
}

const decimal = '0123456789';
const hex = '0123456789abcdef';
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** `i-0…`, `vpc-0…`: an EC2-style resource id. */
export function resourceId(random: Random, prefix: string): string {
  return `${prefix}-0${random.text(hex, 16)}`;
}

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));

const services = ['orders', 'billing', 'catalog', 'search', 'mailer', 'ledger', 'webshop'];

function account(random: Random, name: Account['name'], region: string): Account {
  const id = `${random.int(2, 9)}${random.text(decimal, 11)}`;
  const ids = (prefix: string, count: number) => times(count, () => resourceId(random, prefix));
  return {
    id,
    name,
    region,
    vpcId: resourceId(random, 'vpc'),
    subnetIds: ids('subnet', 3),
    securityGroupIds: ids('sg', 5),
    instanceIds: ids('i', 8),
    volumeIds: ids('vol', 8),
    imageIds: ids('ami', 3),
    keyIds: times(4, () => random.uuid()),
    buckets: ['assets', 'invoices', 'exports', 'terraform-state'].map((use) => `northwharf-${name}-${use}`),
    functions: services.map((service) => `${service}-${name}`),
    roles: services.map((service) => `${service}-task-role`),
    users: ['metrics-exporter', 'deploy-runner', 'reporting', 'j.okafor', 'm.lindqvist'],
    secrets: times(24, (at) => {
      const service = services[at % services.length];
      const use = ['database', 'stripe', 'smtp', 'session'][Math.floor(at / services.length)];
      return `arn:aws:secretsmanager:${region}:${id}:secret:${name}/${service}/${use}-${random.text(hex, 6)}`;
    }),
    parameters: services.flatMap((service) => [`/${name}/${service}/config`, `/${name}/${service}/feature-flags`]),
    tables: ['carts', 'sessions', 'events'].map((table) => `${name}-${table}`),
    databases: ['orders', 'ledger'].map((database) => `${name}-${database}`),
    logGroups: services.map((service) => `/aws/lambda/${service}-${name}`),
    trail: `arn:aws:cloudtrail:${region}:${id}:trail/organization-trail`,
    detectorId: random.text(hex, 32),
    hostedZoneId: `Z${random.text(upper, 20)}`,
  };
}

const browsers = [
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/137.0.0.0 Safari/537.36',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/136.0.0.0 Safari/537.36 Edg/136.0.0.0',
  'Mozilla/5.0 (X11; Linux x86_64; rv:139.0) Gecko/20100101 Firefox/139.0',
];

/** What calls come from; also the tools of those who mean harm, so that a user agent gives nobody away. */
export const commandLines = [
  'aws-cli/2.27.50 md/awscrt#0.26.1 ua/2.1 os/macos#24.5.0 md/arch#arm64 lang/python#3.13.4 md/pyimpl#CPython m/F,b,E cfg/retry-mode#standard md/installer#exe md/prompt#off',
  'aws-cli/2.25.11 md/awscrt#0.23.8 ua/2.1 os/linux#6.8.0-60-generic md/arch#x86_64 lang/python#3.12.9 md/pyimpl#CPython cfg/retry-mode#standard md/installer#exe md/prompt#off',
  'Boto3/1.38.27 md/Botocore#1.38.27 ua/2.1 os/linux#6.8.0 md/arch#x86_64 lang/python#3.12.3 md/pyimpl#CPython cfg/retry-mode#legacy Botocore/1.38.27',
];

/** A small company: three accounts, a few people, seven services. All addresses are of documentation ranges (RFC 5737). */
export function foundCompany(random: Random): Company {
  const people = ['ines.marquez', 'tom.becker', 'aisha.rahman', 'piotr.nowak', 'lena.hofer', 'sam.whitaker'];
  const sets = [
    'DeveloperAccess',
    'DeveloperAccess',
    'DeveloperAccess',
    'ReadOnlyAccess',
    'AdministratorAccess',
  ] as const;
  return {
    accounts: [
      account(random.fork('production'), 'production', 'us-east-1'),
      account(random.fork('staging'), 'staging', 'us-east-1'),
      account(random.fork('shared'), 'shared', 'eu-west-1'),
    ],
    officeAddress: `203.0.113.${random.int(2, 60)}`,
    employees: people.map((userName, at) => {
      const from = random.int(6, 9);
      return {
        userName,
        permissionSet: sets[at % sets.length] ?? 'ReadOnlyAccess',
        homeAddress: `${random.pick(['192.0.2', '198.51.100'])}.${random.int(2, 250)}`,
        browser: random.pick(browsers),
        commandLine: random.pick(commandLines),
        hours: [from, from + random.int(8, 10)],
      };
    }),
  };
}
