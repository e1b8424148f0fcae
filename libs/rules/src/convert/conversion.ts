import type { FieldPath } from '@trailhound/cloudtrail';
import type { Parsed } from '@trailhound/contracts';
import type { Condition, LeafPath } from '../condition/condition.js';
import { printCondition } from '../condition/print-condition.js';

/** A condition in another language, or a problem `E-CANNOT-SAY` for each part that would lose its meaning there. */
export type Conversion<T = string> = Parsed<T>;

export function cannotSay(condition: Condition, reason: string): Conversion<never> {
  return { ok: false, problems: [{ code: 'E-CANNOT-SAY', message: `${printCondition(condition)}: ${reason}` }] };
}

/** Puts the conversions of several parts together; all that cannot be said is named at once. */
export function combined<T, U>(parts: readonly Conversion<T>[], combine: (values: readonly T[]) => U): Conversion<U> {
  const problems = parts.flatMap((part) => (part.ok ? [] : part.problems));
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, value: combine(parts.flatMap((part) => (part.ok ? [part.value] : []))) };
}

const plainName = /^[A-Za-z_][\w-]*$/;

/**
 * The dotted name of a field that every language means alike: members of the record by exact name, arrays walked
 * through. Undefined for anything else.
 */
export function dottedName(path: LeafPath | FieldPath): string | undefined {
  const { root, segments, arrays, keyCase, flattenDots } = path;
  if (root !== 'record' || arrays !== 'implicit' || keyCase !== 'exact' || flattenDots) return undefined;
  if ('take' in path && path.take !== undefined) return undefined;
  const names = segments.filter((segment): segment is string => typeof segment === 'string' && plainName.test(segment));
  return names.length === segments.length && names.length > 0 ? names.join('.') : undefined;
}

/** Members that CloudTrail writes as one text: no object or list can stand there. */
const texts = new Set([
  'eventName',
  'eventSource',
  'eventType',
  'eventID',
  'eventTime',
  'awsRegion',
  'sourceIPAddress',
  'userAgent',
  'errorCode',
  'errorMessage',
  'recipientAccountId',
  'userIdentity.type',
  'userIdentity.userName',
  'userIdentity.arn',
  'userIdentity.accountId',
  'userIdentity.invokedBy',
  'userIdentity.principalId',
  'userIdentity.accessKeyId',
]);

export function isAlwaysText(name: string): boolean {
  return texts.has(name);
}
