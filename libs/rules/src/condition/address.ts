import ipaddr from 'ipaddr.js';
import type { Condition } from './condition.js';

type Address = ipaddr.IPv4 | ipaddr.IPv6;
type Net = readonly [Address, number];

/** The class of an address a condition asks for. */
export type AddressClass = (Condition & { readonly kind: 'ipClass' })['class'];

/**
 * A well-formed IP address, IPv4 in four decimal parts only (no `127.1`, no `0x7f.1`); an IPv4-mapped IPv6 address is
 * its IPv4 address. Undefined for every other text, such as the service names CloudTrail puts in `sourceIPAddress`.
 */
export function parseAddress(text: string): Address | undefined {
  // Most texts that are none are names of services, and the parser below is slow to refuse them.
  if (text.length > 45 || !/^[\da-fA-F:.]+$/.test(text)) return undefined;
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text);
  if (!text.includes(':') || !ipaddr.IPv6.isValid(text)) return undefined;
  const address = ipaddr.IPv6.parse(text);
  return address.isIPv4MappedAddress() ? address.toIPv4Address() : address;
}

/** A network as `address/bits`; a bare address is the network of itself. Undefined when it is neither. */
export function parseNet(text: string): Net | undefined {
  const slash = text.indexOf('/');
  const address = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (address === undefined) return undefined;
  const width = address.kind() === 'ipv4' ? 32 : 128;
  if (slash < 0) return [address, width];
  const bitsText = text.slice(slash + 1);
  const bits = /^\d{1,3}$/.test(bitsText) ? Number(bitsText) : Number.NaN;
  return bits <= width ? [address, bits] : undefined;
}

/** Whether the address lies in the network; addresses of the other family lie in none. */
export function isInNet(address: Address, [base, bits]: Net): boolean {
  return address.kind() === base.kind() && address.match(base, bits);
}

const privateRanges: ReadonlySet<string> = new Set([
  'private',
  'uniqueLocal',
  'loopback',
  'linkLocal',
  'carrierGradeNat',
]);

/**
 * Whether the address is of the class. `private` is RFC 1918, unique local, loopback, link local and carrier-grade NAT;
 * `public` is ordinary unicast, and so are 6to4 and Teredo; multicast, reserved and documentation ranges are neither.
 */
export function isOfClass(address: Address, wanted: AddressClass): boolean {
  switch (wanted) {
    case 'any':
      return true;
    case 'v4':
      return address.kind() === 'ipv4';
    case 'v6':
      return address.kind() === 'ipv6';
    case 'public':
      return publicRanges.has(address.range());
    case 'private':
      return privateRanges.has(address.range());
    default:
      return wanted satisfies never;
  }
}

const publicRanges: ReadonlySet<string> = new Set(['unicast', '6to4', 'teredo']);
