import type { LazyRecord } from '@trailhound/cloudtrail';
import { isInNet, parseAddress, parseNet } from '../condition/address.js';
import { type KeyTable, undecided } from './field-keys.js';
import { withKey } from './key-source.js';

type Net = NonNullable<ReturnType<typeof parseNet>>;

const noAddress = -1;
const backslash = 0x5c;

/** Finds which of many networks addresses lie in: networks of one size are looked up by the bits they share. */
export class NetTable implements KeyTable<string> {
  readonly #numbers = new Map<string, number>();
  /** IPv4 networks of one length of the prefix by their first bits. */
  readonly #v4: { readonly bits: number; readonly numbers: Map<number, number> }[] = [];
  /** All others are few; they are tried in turn. */
  readonly #others: { readonly number: number; readonly net: Net }[] = [];

  /** The number of a network; undefined for a text that is none. */
  add(text: string): number | undefined {
    const net = parseNet(text);
    if (net === undefined) return undefined;
    const [base, bits] = net;
    const first = ipv4Bits(base.toString());
    const name = first === noAddress ? `${base.toString()}/${bits}` : `${prefixOf(first, bits)}/${bits}`;
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(name, number);
    if (first === noAddress) this.#others.push({ number, net });
    else {
      this.#ofSize(bits).set(prefixOf(first, bits), number);
    }
    return number;
  }

  findInBytes({ bytes }: LazyRecord, start: number, end: number, keys: number[]): number {
    const address = ipv4In(bytes, start, end);
    if (address !== noAddress) return this.#withIPv4(address, keys, 0);
    return isOther(bytes, start, end) ? 0 : undecided;
  }

  findInValues(values: readonly unknown[], keys: number[]): number {
    let count = 0;
    for (const value of values) if (typeof value === 'string') count = this.#withText(value, keys, count);
    return count;
  }

  #ofSize(bits: number): Map<number, number> {
    const known = this.#v4.find((one) => one.bits === bits);
    if (known !== undefined) return known.numbers;
    const numbers = new Map<number, number>();
    this.#v4.push({ bits, numbers });
    return numbers;
  }

  #withText(text: string, keys: number[], count: number): number {
    const address = parseAddress(text);
    if (address === undefined) return count;
    const first = ipv4Bits(address.toString());
    if (first !== noAddress) return this.#withIPv4(first, keys, count);
    let noted = count;
    for (const { number, net } of this.#others) if (isInNet(address, net)) noted = withKey(keys, noted, number);
    return noted;
  }

  #withIPv4(address: number, keys: number[], count: number): number {
    let noted = count;
    for (const { bits, numbers } of this.#v4) {
      const number = numbers.get(prefixOf(address, bits));
      if (number !== undefined) noted = withKey(keys, noted, number);
    }
    return noted;
  }
}

function prefixOf(address: number, bits: number): number {
  return bits === 0 ? 0 : address >>> (32 - bits);
}

function ipv4Bits(text: string): number {
  const bytes = new TextEncoder().encode(text);
  return ipv4In(bytes, 0, bytes.length);
}

/** Whether the bytes spell what is no address of any kind, such as the name of a service. */
function isOther(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    const letter = byte | 0x20;
    const isOfAddress = (byte >= 0x2e && byte <= 0x3a && byte !== 0x2f) || (letter >= 0x61 && letter <= 0x66);
    if (!isOfAddress) return byte !== backslash;
  }
  return false;
}

/** The bits of an address of four decimal parts without leading zeros; `noAddress` for every other text. */
function ipv4In(bytes: Uint8Array, start: number, end: number): number {
  let address = 0;
  let parts = 0;
  let at = start;
  while (at < end) {
    const from = at;
    let part = 0;
    for (let digit = (bytes[at] as number) - 0x30; at < end && digit >= 0 && digit <= 9; ) {
      part = part * 10 + digit;
      at += 1;
      digit = (bytes[at] as number) - 0x30;
    }
    if (at === from || at - from > 3 || part > 255 || (bytes[from] === 0x30 && at - from > 1)) return noAddress;
    address = address * 256 + part;
    parts += 1;
    if (at === end) break;
    if (bytes[at] !== 0x2e || at + 1 === end) return noAddress;
    at += 1;
  }
  return parts === 4 ? address : noAddress;
}
