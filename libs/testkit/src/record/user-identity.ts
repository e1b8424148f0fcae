import { seededRandom } from '../random.js';
import { cloudTrailTime, defaultAccountId, type JsonObject } from './record-values.js';

/** The `userIdentity` of a record: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html */
export interface UserIdentity extends JsonObject {
  readonly type?: string;
}

/** What a session knows about its start: since when, and whether a second factor was shown. */
export interface SessionSpec {
  /** Default 2026-01-15T09:00:00Z. */
  readonly creationDate?: Date | string;
  /** Default false. CloudTrail writes it as text. */
  readonly mfa?: boolean;
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const uniqueId = (prefix: string, of: string, length: number): string =>
  `${prefix}${seededRandom(`${prefix}:${of}`).text(base32, length)}`;

/** `AROA…`, `AIDA…`: the unique id of a role or user, the same for the same name. */
export function principalId(kind: 'user' | 'role', accountId: string, name: string): string {
  return uniqueId(kind === 'user' ? 'AIDA' : 'AROA', `${accountId}/${name}`, 17);
}

/** `AKIA…EXAMPLE` (long-term) or `ASIA…EXAMPLE` (session): recognisably no key of anyone. */
export function accessKeyId(kind: 'long-term' | 'session', of: string): string {
  return `${uniqueId(kind === 'session' ? 'ASIA' : 'AKIA', of, 9)}EXAMPLE`;
}

function attributes(session: SessionSpec): JsonObject {
  const since = session.creationDate ?? '2026-01-15T09:00:00Z';
  return {
    creationDate: typeof since === 'string' ? since : cloudTrailTime(since),
    mfaAuthenticated: String(session.mfa ?? false),
  };
}

/** The account's root user, signed in to the console. */
export function rootUser(spec: { readonly accountId?: string; readonly session?: SessionSpec } = {}): UserIdentity {
  const { accountId = defaultAccountId } = spec;
  return {
    type: 'Root',
    principalId: accountId,
    arn: `arn:aws:iam::${accountId}:root`,
    accountId,
    accessKeyId: accessKeyId('session', `${accountId}/root`),
    sessionContext: { attributes: attributes(spec.session ?? {}) },
  };
}

/** An IAM user: with a long-term key, or with `session` in the console or after GetSessionToken. */
export function iamUser(spec: {
  readonly userName: string;
  readonly accountId?: string;
  readonly session?: SessionSpec;
  readonly invokedBy?: string;
}): UserIdentity {
  const { accountId = defaultAccountId, userName } = spec;
  return {
    type: 'IAMUser',
    principalId: principalId('user', accountId, userName),
    arn: `arn:aws:iam::${accountId}:user/${userName}`,
    accountId,
    accessKeyId: accessKeyId(spec.session ? 'session' : 'long-term', `${accountId}/${userName}`),
    userName,
    ...(spec.session && {
      sessionContext: { sessionIssuer: {}, webIdFederationData: {}, attributes: attributes(spec.session) },
    }),
    ...(spec.invokedBy !== undefined && { invokedBy: spec.invokedBy }),
  };
}

export interface AssumedRoleSpec {
  readonly roleName: string;
  readonly sessionName: string;
  readonly accountId?: string;
  /** Path of the role between `role` and its name. Default `/`. */
  readonly rolePath?: string;
  readonly session?: SessionSpec;
  /** The AWS service that used the role; such a session shows no access key. */
  readonly invokedBy?: string;
}

/** A session of a role. */
export function assumedRole(spec: AssumedRoleSpec): UserIdentity {
  const { accountId = defaultAccountId, roleName, sessionName, rolePath = '/', invokedBy } = spec;
  const roleId = principalId('role', accountId, roleName);
  return {
    type: 'AssumedRole',
    principalId: `${roleId}:${sessionName}`,
    arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${sessionName}`,
    accountId,
    ...(invokedBy === undefined && { accessKeyId: accessKeyId('session', `${roleId}:${sessionName}`) }),
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: roleId,
        arn: `arn:aws:iam::${accountId}:role${rolePath}${roleName}`,
        accountId,
        userName: roleName,
      },
      webIdFederationData: {},
      attributes: attributes(spec.session ?? {}),
    },
    ...(invokedBy !== undefined && { invokedBy }),
  };
}

/** A person who came through IAM Identity Center: a session of the role AWS reserves for a permission set. */
export function identityCenterUser(spec: {
  readonly permissionSet: string;
  /** The person's user name in Identity Center; the session's name. */
  readonly userName: string;
  readonly accountId?: string;
  readonly session?: SessionSpec;
}): UserIdentity {
  const { accountId = defaultAccountId, permissionSet, userName, session } = spec;
  const suffix = seededRandom(`${accountId}/${permissionSet}`).text('0123456789abcdef', 16);
  return assumedRole({
    accountId,
    roleName: `AWSReservedSSO_${permissionSet}_${suffix}`,
    rolePath: '/aws-reserved/sso.amazonaws.com/',
    sessionName: userName,
    ...(session && { session }),
  });
}

/** An AWS service acting on its own behalf; `name` as in `lambda.amazonaws.com`. */
export function awsService(name: string): UserIdentity {
  return { type: 'AWSService', invokedBy: name };
}

/** A principal of another account, as the owner of a resource sees it. */
export function otherAccount(spec: { readonly accountId: string; readonly principal?: string }): UserIdentity {
  const principal = spec.principal ?? principalId('role', spec.accountId, 'external');
  return { type: 'AWSAccount', principalId: principal, accountId: spec.accountId };
}
