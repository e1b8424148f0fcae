import ipaddr from 'ipaddr.js';
import { isJsonObject, type JsonObject } from './json-object.js';

/**
 * What Panther computes of every log under names of its own, as far as CloudTrail records have it: all values of a kind,
 * wherever they stand, each once, in document order.
 */
export const indicatorNames = [
  'p_any_aws_arns',
  'p_any_aws_account_ids',
  'p_any_aws_instance_ids',
  'p_any_ip_addresses',
  'p_any_domain_names',
  'p_any_usernames',
  'p_any_emails',
] as const;
export type IndicatorName = (typeof indicatorNames)[number];

/** Most values of one kind; a record may hold any number of them. */
const maxValues = 1_000;
/** Longer texts are no ARN, address or name. */
const maxValueLength = 2_048;

type Indicators = Readonly<Record<IndicatorName, readonly string[]>>;

/**
 * The enriched root with the indicators of a record behind it: computed when one is first asked for, listed nowhere.
 * What the record or an enrichment brings along under these names is left as it is.
 */
export function withIndicators(enriched: JsonObject, record: JsonObject): JsonObject {
  let found: Indicators | undefined;
  const all: JsonObject = { ...enriched };
  for (const name of indicatorNames) {
    if (Object.hasOwn(all, name)) continue;
    Object.defineProperty(all, name, {
      get: () => {
        if (Object.hasOwn(record, name)) return record[name];
        found ??= indicatorsOf(record);
        return found[name];
      },
    });
  }
  return all;
}

function indicatorsOf(record: JsonObject): Indicators {
  const found: Record<IndicatorName, string[]> = {
    p_any_aws_arns: [],
    p_any_aws_account_ids: [],
    p_any_aws_instance_ids: [],
    p_any_ip_addresses: [],
    p_any_domain_names: [],
    p_any_usernames: [],
    p_any_emails: [],
  };
  const known = new Set<string>();
  const add = (name: IndicatorName, value: string): void => {
    const entry = `${name} ${value}`;
    if (known.has(entry) || found[name].length >= maxValues) return;
    known.add(entry);
    found[name].push(value);
  };
  for (const [key, value] of leavesOf(record)) {
    if (value.length > maxValueLength || value === '') continue;
    const arn = /^arn:aws[a-z-]*:[^:\s]*:[^:\s]*:([^:\s]*):\S+$/.exec(value);
    if (arn !== null) {
      add('p_any_aws_arns', value);
      if (isAccount(arn[1] ?? '')) add('p_any_aws_account_ids', arn[1] ?? '');
    } else if (isAddress(value)) add('p_any_ip_addresses', value);
    else if (/^i-(?:[0-9a-f]{8}|[0-9a-f]{17})$/.test(value)) add('p_any_aws_instance_ids', value);
    else if (/^[^\s@:/]+@[^\s@:/]+\.[a-z]{2,}$/i.test(value)) add('p_any_emails', value);
    if (/account_?id$/i.test(key) && isAccount(value)) add('p_any_aws_account_ids', value);
    if (/^user_?name$/i.test(key)) add('p_any_usernames', value);
    // A service that called on someone's behalf stands where an address would.
    if (key === 'sourceIPAddress' && /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(value) && !isAddress(value)) {
      add('p_any_domain_names', value);
    }
  }
  return found;
}

function isAccount(text: string): boolean {
  return /^\d{12}$/.test(text);
}

function isAddress(text: string): boolean {
  if (text.length > 45) return false;
  return ipaddr.IPv4.isValidFourPartDecimal(text) || (text.includes(':') && ipaddr.IPv6.isValid(text));
}

/** Every text of a record with the member it stands under. */
function* leavesOf(record: JsonObject): Generator<readonly [string, string]> {
  const pending: (readonly [string, unknown])[] = [['', record]];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const [key, value] = next;
    if (typeof value === 'string') yield [key, value];
    else if (Array.isArray(value)) for (const one of value.toReversed()) pending.push([key, one]);
    else if (isJsonObject(value)) pending.push(...Object.entries(value).toReversed());
  }
}
