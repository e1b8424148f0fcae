import {
  assumedRole,
  awsService,
  iamUser,
  identityCenterUser,
  type Random,
  rootUser,
  seededRandom,
  type UserIdentity,
} from '@trailhound/testkit';

/** Somebody who makes calls, from where and with what. */
export interface Caller {
  readonly accountId: string;
  readonly identity: UserIdentity;
  readonly address: string;
  readonly agent: string;
  readonly fromConsole: boolean;
}

/** Who and where the records of a corpus are about. Rules name its values, and many that it does not have. */
export interface Organisation {
  readonly accounts: readonly string[];
  readonly regions: readonly (readonly [string, number])[];
  readonly callers: readonly Caller[];
}

const agents = [
  'aws-cli/2.27.50 md/awscrt#0.26.1 ua/2.1 os/linux#6.8.0-1031-aws md/arch#x86_64 lang/python#3.13.4 md/pyimpl#CPython cfg/retry-mode#standard md/prompt#off md/command#ec2.describe-instances',
  'Boto3/1.38.46 md/Botocore#1.38.46 ua/2.1 os/linux#5.10.236-228.935.amzn2.x86_64 md/arch#x86_64 lang/python#3.12.10 md/pyimpl#CPython exec-env/AWS_Lambda_python3.12 cfg/retry-mode#legacy Botocore/1.38.46',
  'APN/1.0 HashiCorp/1.0 Terraform/1.12.2 (+https://www.terraform.io) terraform-provider-aws/6.2.0 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.36.5 ua/2.1 os/linux lang/go#1.24.4 md/GOARCH#amd64 md/GOOS#linux api/ec2#1.230.0',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36',
  'aws-sdk-java/2.31.70 md/io#sync md/http#Apache ua/2.1 os/Linux#6.1.141 lang/java#21.0.7 md/OpenJDK_64-Bit_Server_VM#21.0.7+6-LTS md/vendor#Amazon.com_Inc. md/en_US cfg/auth-source#stscred m/D,N,n',
  'S3Console/0.4, aws-internal/3 aws-sdk-java/1.12.783 Linux/5.10.238-209.953.amzn2int.x86_64 OpenJDK_64-Bit_Server_VM/25.452-b09',
] as const;
const services = ['lambda', 'ec2', 'config', 'autoscaling', 'cloudformation', 'ecs-tasks'] as const;
const people = [
  'alice',
  'bob',
  'carol',
  'dave',
  'erin',
  'frank',
  'grace',
  'heidi',
  'ivan',
  'judy',
  'zoë',
  'jürgen',
] as const;
const jobs = ['ci-deploy', 'data-pipeline', 'backup', 'web', 'billing-export', 'scanner', 'app', 'worker'] as const;

/** Accounts that an organisation has. */
export const accountsOfCorpus = 200;

/** The n-th account of the world the rules know; an organisation has the first of them. */
export function accountId(n: number): string {
  return String(100_000_000_000 + ((n * 7_919_317) % 899_999_999_999));
}

/** The name of the n-th role that the rules know of; callers have the first of them. */
export function roleName(n: number): string {
  return `${jobs[n % jobs.length]}-${n}`;
}

/** Its accounts with 1,500 callers; as many regions as are common. */
export function organisationOf(seed: string): Organisation {
  const random = seededRandom(`${seed}/organisation`);
  const accounts = Array.from({ length: accountsOfCorpus }, (_, n) => accountId(n));
  return {
    accounts,
    regions: [
      ['us-east-1', 50],
      ['us-west-2', 15],
      ['eu-west-1', 15],
      ['eu-central-1', 12],
      ['ap-southeast-2', 6],
      ['sa-east-1', 2],
    ],
    callers: Array.from({ length: 1500 }, (_, n) => caller(n, accounts, random)),
  };
}

function caller(n: number, accounts: readonly string[], random: Random): Caller {
  // The first accounts have most of the callers.
  const account = accounts[Math.floor(random.next() ** 2 * accounts.length)] ?? accountId(0);
  const person = `${random.pick(people)}-${n}`;
  const session = { creationDate: '2026-01-15T08:30:00Z', mfa: random.chance(0.6) };
  const address = `${random.pick([10, 34, 52, 198, 203])}.${random.int(0, 255)}.${random.int(0, 255)}.${random.int(1, 254)}`;
  const of = (identity: UserIdentity, more: Partial<Caller> = {}): Caller => ({
    accountId: account,
    identity,
    address,
    agent: random.pick(agents),
    fromConsole: false,
    ...more,
  });
  const kind = random.weighted([
    ['role', 62],
    ['person', 12],
    ['user', 10],
    ['service-role', 10],
    ['service', 5],
    ['root', 1],
  ] as const);
  switch (kind) {
    case 'role':
      return of(
        assumedRole({
          accountId: account,
          roleName: roleName(n),
          sessionName: `i-${random.text('0123456789abcdef', 17)}`,
          session,
        }),
      );
    case 'person':
      return of(
        identityCenterUser({ accountId: account, permissionSet: 'PowerUser', userName: `${person}@example.com` }),
        {
          agent: agents[3],
          fromConsole: true,
        },
      );
    case 'user':
      return of(iamUser({ accountId: account, userName: person }));
    case 'service-role': {
      const service = `${random.pick(services)}.amazonaws.com`;
      const identity = assumedRole({
        accountId: account,
        roleName: roleName(n),
        sessionName: 'service',
        session,
        invokedBy: service,
      });
      return of(identity, { address: service, agent: service });
    }
    case 'service': {
      const service = `${random.pick(services)}.amazonaws.com`;
      return of(awsService(service), { address: service, agent: service });
    }
    case 'root':
      return of(rootUser({ accountId: account, session }), { agent: agents[3], fromConsole: true });
    default:
      return kind satisfies never;
  }
}
