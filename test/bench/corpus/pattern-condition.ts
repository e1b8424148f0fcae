import type { Random } from '@trailhound/testkit';
import { accountId, roleName } from './organisation.js';

/** Fields of an event pattern. */
export type Pattern = Readonly<Record<string, unknown>>;

/** Accounts and roles that rules know; an organisation of the corpus has a few of them. */
export const knownAccounts = 10_000;
const knownRoles = 30_000;

/**
 * Conditions that few records fulfil, one of every operator of the language: what a rule about one role, one bucket or
 * one network says.
 */
export function selectiveCondition(random: Random): Pattern {
  const role = roleName(random.int(0, knownRoles - 1));
  const account = accountId(random.int(0, knownAccounts - 1));
  return random.weighted<() => Pattern>([
    [() => ({ recipientAccountId: [account] }), 20],
    [() => ({ userIdentity: { sessionContext: { sessionIssuer: { userName: [role] } } } }), 20],
    [() => ({ userIdentity: { arn: [{ prefix: `arn:aws:sts::${account}:assumed-role/` }] } }), 10],
    [() => ({ userIdentity: { arn: [{ wildcard: `arn:aws:sts::*:assumed-role/${role}/*` }] } }), 5],
    [() => ({ userIdentity: { principalId: [{ suffix: `:${role}@example.com` }] } }), 5],
    [() => ({ sourceIPAddress: [{ cidr: `10.${random.int(0, 255)}.${random.int(0, 15) * 16}.0/26` }] }), 5],
    [() => ({ requestParameters: { bucketName: [{ prefix: `acme-${role}-` }] } }), 8],
    [() => ({ requestParameters: { roleName: [{ 'equals-ignore-case': role.toUpperCase() }] } }), 5],
    [() => ({ requestParameters: { maxResults: [{ numeric: ['>=', 4999, '<', 5000 + random.int(0, 50)] }] } }), 4],
    [() => ({ errorCode: ['AccessDenied'], recipientAccountId: [account] }), 8],
    [() => ({ userIdentity: { type: [{ 'anything-but': ['AWSService'] }], accountId: [account] } }), 5],
    [() => ({ sessionCredentialFromConsole: [{ exists: true }], recipientAccountId: [account] }), 3],
    [
      () => ({
        $or: [
          { recipientAccountId: [account] },
          { userIdentity: { sessionContext: { sessionIssuer: { userName: [role] } } } },
        ],
      }),
      2,
    ],
  ])();
}

/** Conditions that a good share of the records fulfils. */
export function commonCondition(random: Random): Pattern {
  return random.pick<() => Pattern>([
    () => ({}),
    () => ({ userIdentity: { type: ['Root'] } }),
    () => ({ userIdentity: { type: [{ 'anything-but': 'AWSService' }] } }),
    () => ({ errorCode: [{ exists: false }] }),
    () => ({ errorCode: [{ prefix: 'Access' }, { suffix: 'UnauthorizedOperation' }] }),
    () => ({ awsRegion: [{ 'anything-but': ['us-east-1', 'eu-west-1'] }] }),
    () => ({ sourceIPAddress: [{ cidr: '10.0.0.0/8' }] }),
    () => ({ userAgent: [{ prefix: 'aws-cli/' }, { wildcard: '*Terraform/*' }] }),
    () => ({ userIdentity: { sessionContext: { attributes: { mfaAuthenticated: ['false'] } } } }),
    () => ({ $or: [{ userIdentity: { type: ['IAMUser'] } }, { sessionCredentialFromConsole: ['true'] }] }),
  ])();
}

/** Conditions of rules that name no event: about somebody, an error, an address, an agent, or a service and one thing more. */
export function eventlessCondition(random: Random, sources: readonly string[]): Pattern {
  const selective = selectiveCondition(random);
  return random.weighted<() => Pattern>([
    [
      () => ({ userIdentity: { sessionContext: { sessionIssuer: { userName: [roleName(random.int(0, 5000))] } } } }),
      25,
    ],
    [() => ({ userIdentity: { arn: [{ prefix: `arn:aws:iam::${accountId(random.int(0, 400))}:user/` }] } }), 10],
    [
      () => ({
        errorCode: [
          random.pick(['AccessDenied', 'ThrottlingException', 'Client.UnauthorizedOperation', 'Client.Blocked']),
        ],
      }),
      10,
    ],
    [() => ({ errorCode: [{ prefix: random.pick(['Client.', 'Server.', 'NoSuch', 'Limit', 'Invalid']) }] }), 5],
    [() => ({ sourceIPAddress: [{ cidr: `${random.pick([10, 34, 52, 198])}.${random.int(0, 255)}.0.0/16` }] }), 15],
    [
      () => ({ userAgent: [{ wildcard: `*${random.pick(['kali', 'parrot', 'pentoo', 'Nmap', 'curl/', 'Pacu'])}*` }] }),
      8,
    ],
    [
      () => ({
        userAgent: [{ prefix: random.pick(['S3 Browser', 'aws-sdk-java/', 'python-requests', 'Go-http-client']) }],
      }),
      7,
    ],
    [() => ({ userIdentity: { type: ['Root'] } }), 2],
    [() => ({ eventSource: [random.pick(sources)], ...selective }), 18],
  ])();
}
