import { type Alert, severities } from '@trailhound/contracts';
import { z } from 'zod';
import { oneOrMore } from './one-or-more.js';

const text = z.string().min(1);

export const AccountId = z.coerce.string().regex(/^\d{12}$/, 'an AWS account id has 12 digits; quote it in YAML');

/** Accounts by the name of what they are for: `production`, `sandbox`. An account may be in several. */
export const Environments = z.record(text, oneOrMore(AccountId));
export type Environments = z.output<typeof Environments>;

/** Which alerts are meant. Every key given must hold; within a key any of its values may. Without keys: every alert. */
export const RouteMatch = z.strictObject({
  severity: oneOrMore(z.enum(severities)).optional().describe('severities of the alerts this route takes'),
  rule: oneOrMore(text).optional().describe('rule ids, exactly as written in the rule files'),
  pack: oneOrMore(text).optional().describe('names of rule packs'),
  account: oneOrMore(AccountId).optional().describe('12-digit ids of the accounts the records belong to'),
  region: oneOrMore(text).optional().describe('AWS regions, `eu-central-1`'),
  environment: oneOrMore(text).optional().describe('names of `routing.environments` the account is listed in'),
  tags: oneOrMore(text).optional().describe('tags of the rule; one of them is enough'),
});
export type RouteMatch = z.output<typeof RouteMatch>;

/** The conditions there are, in the order they are told. */
export const matchKeys = Object.keys(RouteMatch.shape) as readonly (keyof RouteMatch)[];

/** Whether an alert is one of those meant. */
export function matchesAlert(alert: Alert, match: RouteMatch, environments: Environments): boolean {
  const { severity, rule, pack, account, region, environment, tags } = match;
  return (
    (severity?.includes(alert.severity) ?? true) &&
    (rule?.includes(alert.rule) ?? true) &&
    isOneOf(alert.pack, pack) &&
    isOneOf(alert.account, account) &&
    isOneOf(alert.region, region) &&
    (environment?.some((name) => isIn(environments, name, alert.account)) ?? true) &&
    (tags?.some((tag) => alert.tags.includes(tag)) ?? true)
  );
}

/** The environments an account is listed in, by name. */
export function environmentsOf(account: string | null, environments: Environments): readonly string[] {
  return Object.keys(environments)
    .filter((name) => isIn(environments, name, account))
    .sort();
}

function isOneOf(value: string | null | undefined, allowed: readonly string[] | undefined): boolean {
  return allowed === undefined || (value !== null && value !== undefined && allowed.includes(value));
}

function isIn(environments: Environments, name: string, account: string | null): boolean {
  const accounts = Object.hasOwn(environments, name) ? environments[name] : undefined;
  return account !== null && (accounts?.includes(account) ?? false);
}
