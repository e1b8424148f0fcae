import { own, ownText } from '@trailhound/cloudtrail';
import { CodedError, type EnrichmentSource } from '@trailhound/contracts';
import type { Enricher } from '@trailhound/ports';
import ipaddr from 'ipaddr.js';
import { addressOf } from './caller-address.js';
import { fileSource, readSourceFile } from './source-file.js';

/** A block of addresses as AWS publishes it. */
interface PublishedRange {
  readonly range: string;
  readonly service: string;
  readonly region: string;
}

/** Ranges by the bits of their prefix, and the lengths there are, the longest first. */
interface Ranges {
  readonly byPrefix: ReadonlyMap<string, PublishedRange>;
  readonly lengths: readonly number[];
}

const addresses: EnrichmentSource = { kind: 'addresses', name: 'sourceIPAddress' };
const none: Ranges = { byPrefix: new Map(), lengths: [] };

/**
 * The enricher that gives `sourceIPAddress_network`: `class` (public, private, loopback, link_local, shared, reserved, or
 * service where a service's name stands in place of an address) and, with AWS's published ranges, `aws_service`,
 * `aws_region` and `range` of the narrowest block the address lies in; a service of its own comes before AMAZON, which
 * stands for all of AWS.
 * https://docs.aws.amazon.com/vpc/latest/userguide/aws-ip-ranges.html
 */
export function networkEnricher(ranges: Ranges = none, source = addresses): Enricher {
  return {
    source,
    provides: ['sourceIPAddress_network'],
    enrich(record) {
      const address = addressOf(record);
      if (address !== undefined) return { sourceIPAddress_network: networkOf(address, ranges) };
      const text = ownText(record, 'sourceIPAddress');
      const isService =
        text !== undefined && /^([a-z0-9-]{1,63}\.){1,5}(amazonaws\.com|aws\.internal|amazon\.com)$/.test(text);
      return isService || text === 'AWS Internal' ? { sourceIPAddress_network: { class: 'service' } } : {};
    },
  };
}

/** With the ranges of a file as AWS publishes it (ip-ranges.json). Rejects with ENRICHMENT_FILE. */
export async function openNetworkEnricher(file: string): Promise<Enricher> {
  let parsed: unknown;
  let source: EnrichmentSource;
  try {
    const read = await readSourceFile(file);
    parsed = JSON.parse(read.text);
    // When AWS published it says more than what it hashes to.
    const published = ownText(parsed, 'createDate');
    source = published === undefined ? read.source : fileSource(file, published);
  } catch (error) {
    throw unusable(file, error instanceof Error ? error.message : String(error));
  }
  const [v4, v6] = [own(parsed, 'prefixes'), own(parsed, 'ipv6_prefixes')];
  if (!Array.isArray(v4) && !Array.isArray(v6)) throw unusable(file, 'it has neither prefixes nor ipv6_prefixes');
  const byPrefix = new Map<string, PublishedRange>();
  for (const entry of [...(Array.isArray(v4) ? v4 : []), ...(Array.isArray(v6) ? v6 : [])]) {
    const range = ownText(entry, 'ip_prefix') ?? ownText(entry, 'ipv6_prefix');
    const bits = range === undefined ? undefined : prefixBits(range);
    if (range === undefined || bits === undefined) throw unusable(file, `${JSON.stringify(entry)} is no range`);
    const service = ownText(entry, 'service') ?? 'AMAZON';
    if (service === 'AMAZON' && byPrefix.has(bits)) continue;
    byPrefix.set(bits, { range, service, region: ownText(entry, 'region') ?? 'GLOBAL' });
  }
  const lengths = [...new Set([...byPrefix.keys()].map(({ length }) => length))].sort((a, b) => b - a);
  return networkEnricher({ byPrefix, lengths }, source);
}

const classes: Readonly<Record<string, string>> = {
  unicast: 'public',
  private: 'private',
  uniqueLocal: 'private',
  loopback: 'loopback',
  linkLocal: 'link_local',
  carrierGradeNat: 'shared',
};

function networkOf(address: string, { byPrefix, lengths }: Ranges): Record<string, string> {
  const kind = ipaddr.parse(address).range();
  const bits = bitsOf(address);
  const length = lengths.find((many) => byPrefix.has(bits.slice(0, many)));
  const found = length === undefined ? undefined : byPrefix.get(bits.slice(0, length));
  return {
    class: Object.hasOwn(classes, kind) ? (classes[kind] ?? 'reserved') : 'reserved',
    ...(found && { aws_service: found.service, aws_region: found.region, range: found.range }),
  };
}

/** `4` or `6` and the bits, so that the families are apart. */
function bitsOf(address: string): string {
  const parsed = ipaddr.parse(address);
  const bits = parsed.toByteArray().map((byte) => byte.toString(2).padStart(8, '0'));
  return `${parsed.kind() === 'ipv4' ? 4 : 6}${bits.join('')}`;
}

function prefixBits(range: string): string | undefined {
  const [address = '', length = ''] = range.split('/');
  if (!ipaddr.isValid(address) || !/^\d{1,3}$/.test(length)) return undefined;
  const bits = bitsOf(address);
  return Number(length) < bits.length ? bits.slice(0, Number(length) + 1) : undefined;
}

function unusable(file: string, reason: string): CodedError {
  return new CodedError('ENRICHMENT_FILE', `${file} cannot be used as AWS's published ranges: ${reason}`, { file });
}
