import type { Actor } from '@trailhound/contracts';
import { type JsonObject, own, ownText } from './json-object.js';

/**
 * Who did it, as far as the record says. Any shape of `userIdentity` gives an answer, null and missing too; `name` is
 * what a person would call them: user name, role session, service, account.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function actorOf(record: JsonObject): Actor {
  const identity = own(record, 'userIdentity');
  const type = ownText(identity, 'type');
  const arn = ownText(identity, 'arn');
  const accountId = ownText(identity, 'accountId');
  const role = ownText(own(own(identity, 'sessionContext'), 'sessionIssuer'), 'userName');
  return {
    name: nameOf(record, identity, type, role),
    ...(type !== undefined && { type }),
    ...(arn !== undefined && { arn }),
    ...(accountId !== undefined && { accountId }),
    ...(role !== undefined && { role }),
  };
}

function nameOf(record: JsonObject, identity: unknown, type: string | undefined, role: string | undefined): string {
  const arn = ownText(identity, 'arn');
  if (type === 'Root') return 'root';
  return (
    ownText(identity, 'userName') ??
    sessionName(arn, ownText(identity, 'principalId')) ??
    lastSegment(arn) ??
    ownText(own(identity, 'onBehalfOf'), 'userId') ??
    role ??
    ownText(identity, 'invokedBy') ??
    ownText(identity, 'principalId') ??
    ownText(identity, 'accountId') ??
    serviceName(record) ??
    'unknown'
  );
}

/** The session of an assumed role, from `…:assumed-role/role/session` or else `AROA…:session`. */
function sessionName(arn: string | undefined, principalId: string | undefined): string | undefined {
  const parts = arn?.split(':assumed-role/')[1]?.split('/');
  if (parts !== undefined && parts.length > 1) return parts.slice(1).join('/') || undefined;
  return principalId?.startsWith('AROA') ? principalId.split(':').slice(1).join(':') || undefined : undefined;
}

function lastSegment(arn: string | undefined): string | undefined {
  return arn?.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1) || undefined;
}

/** Service events carry no identity: the service itself acted. */
function serviceName(record: JsonObject): string | undefined {
  return own(record, 'eventType') === 'AwsServiceEvent' ? ownText(record, 'eventSource') : undefined;
}
