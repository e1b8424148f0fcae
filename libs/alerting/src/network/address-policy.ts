import type { Parsed, Problem } from '@trailhound/contracts';
import ipaddr from 'ipaddr.js';

/** How a connection is to be made. */
export interface Endpoint {
  readonly secure: boolean;
  readonly port: number;
  /** Decides which ports of a public address are open. Default `web`. */
  readonly service?: 'web' | 'mail';
}

export type Verdict = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** Which addresses this installation may talk to; decides about addresses, never about names. */
export interface AddressPolicy {
  /**
   * Whether a connection to this IP address may be made. Public addresses: https on ports 443, 80, 8443, and
   * mail over TLS on the ports of submission. Addresses that
   * `network.allow` names: any port, http too. Everything else: no.
   */
  judge(address: string, endpoint: Endpoint): Verdict;
  /** True when `network.allow` names anything at all, so that a name could resolve to an allowed address. */
  readonly allowsAny: boolean;
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Range = readonly [Address, number];

/** Port 25 is between servers: nobody submits there. 2465 and 2587 are Amazon SES's for networks that block the usual. */
const publicPorts: Readonly<Record<'web' | 'mail', ReadonlySet<number>>> = {
  web: new Set([443, 80, 8443]),
  mail: new Set([465, 587, 2465, 2525, 2587]),
};
/** All of today's global unicast space (https://www.iana.org/assignments/ipv6-address-space). */
const globalUnicast: Range = [ipaddr.parse('2000::'), 3];

/** Builds the policy of `network.allow`; `NETWORK_ALLOW_INVALID` for an entry that is neither a CIDR range nor an address. */
export function parseAddressPolicy(allow: readonly string[]): Parsed<AddressPolicy> {
  const ranges: Range[] = [];
  const problems: Problem[] = [];
  for (const entry of allow) {
    const range = parseRange(entry);
    if (range) ranges.push(range);
    else problems.push(invalidRange(entry));
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, value: policyOf(ranges) };
}

function policyOf(ranges: readonly Range[]): AddressPolicy {
  return {
    allowsAny: ranges.length > 0,
    judge(address, { secure, port, service = 'web' }) {
      const parsed = parseAddress(address);
      if (!parsed) return no(`${address} is no IP address`);
      if (ranges.some((range) => within(parsed, range))) return { ok: true };
      const kind = kindOf(parsed);
      if (kind !== 'public') return no(`${parsed} is a ${kind} address, which network.allow does not name`);
      const plain = service === 'web' ? 'plain http' : 'an unencrypted connection';
      if (!secure) return no(`${parsed} would be reached over ${plain}, and network.allow does not name it`);
      if (!publicPorts[service].has(port))
        return no(`port ${port} of ${parsed} is not open to us; network.allow does not name it`);
      return { ok: true };
    },
  };
}

/** The address in its plain form: an IPv4 address mapped into IPv6 counts as the IPv4 address it is. */
function parseAddress(text: string): Address | undefined {
  // A scope (`fe80::1%eth0`) names an interface, not an address.
  const bare = text.split('%', 1)[0] ?? '';
  if (!ipaddr.isValid(bare)) return undefined;
  return ipaddr.process(bare);
}

function kindOf(address: Address): string {
  const range = address.range();
  if (range !== 'unicast') return kinds[range] ?? range;
  return address.kind() === 'ipv4' || within(address, globalUnicast) ? 'public' : 'reserved';
}

/** Range names of ipaddr.js in words people use. */
const kinds: Readonly<Record<string, string>> = {
  linkLocal: 'link-local',
  carrierGradeNat: 'carrier-grade NAT',
  uniqueLocal: 'unique local',
  rfc6052: 'NAT64',
  rfc6145: 'translated',
  ipv4Mapped: 'mapped',
};

function within(address: Address, [base, bits]: Range): boolean {
  return address.kind() === base.kind() && address.match(base, bits);
}

function parseRange(entry: string): Range | undefined {
  const [text = '', bits, ...rest] = entry.trim().split('/');
  // The four-part form only: `10.1` and `0x7f.1` mean something else to every reader.
  if (rest.length > 0 || !(ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text))) return undefined;
  const address = ipaddr.parse(text);
  const width = address.kind() === 'ipv4' ? 32 : 128;
  if (bits !== undefined && !/^\d{1,3}$/.test(bits)) return undefined;
  const prefix = bits === undefined ? width : Number(bits);
  if (prefix > width) return undefined;
  if (address instanceof ipaddr.IPv6 && address.isIPv4MappedAddress() && prefix >= 96) {
    return [address.toIPv4Address(), prefix - 96];
  }
  return [address, prefix];
}

function invalidRange(entry: string): Problem {
  return {
    code: 'NETWORK_ALLOW_INVALID',
    message: `network.allow: ${JSON.stringify(entry)} is neither an address nor a CIDR range`,
    fix: 'write a range such as 10.20.0.0/16 or an address such as 127.0.0.1; names are not accepted',
  };
}

function no(reason: string): Verdict {
  return { ok: false, reason };
}
