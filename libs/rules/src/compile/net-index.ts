import { type LazyRecord, noValue, untold } from '@trailhound/cloudtrail';
import { isInNet, parseAddress, parseNet } from '../condition/address.js';
import type { LeafPath } from '../condition/condition.js';
import { type KeySource, withKey } from './key-source.js';

type Net = NonNullable<ReturnType<typeof parseNet>>;

const noAddress = -1;

/**
 * Finds which of many networks the addresses of a field lie in: networks of one size are looked up by the bits they share.
 */
export class NetIndex implements KeySource {
  readonly keys: number[] = [];
  readonly possibleKeys: number[] = [];
  readonly #record: LazyRecord;
  readonly #slot: number;
  readonly #numbers = new Map<string, number>();
  /** By length of the prefix: IPv4 networks by their first bits. */
  readonly #v4: (Map<number, number> | undefined)[] = [];
  /** All others are few; they are tried in turn. */
  readonly #others: { readonly number: number; readonly net: Net }[] = [];
  #readIn = 0;
  #count = 0;
  readonly #member: number | undefined;
  #glancedIn = 0;
  #possible = 0;

  constructor(record: LazyRecord, path: LeafPath) {
    this.#record = record;
    const { take: _none, ...whole } = path;
    this.#slot = record.slotOf(whole);
    this.#member = record.glance.memberOf(whole);
  }

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
    this.#readIn = 0;
    this.#glancedIn = 0;
    if (first === noAddress) this.#others.push({ number, net });
    else {
      const ofSize = this.#v4[bits] ?? new Map<number, number>();
      ofSize.set(prefixOf(first, bits), number);
      this.#v4[bits] = ofSize;
    }
    return number;
  }

  read(): number {
    const record = this.#record;
    if (this.#readIn === record.record) return this.#count;
    this.#readIn = record.record;
    this.#count = 0;
    const start = record.textAt(this.#slot);
    if (start === noValue) return 0;
    const address = start < 0 ? noAddress : ipv4In(record.bytes, start, record.textEnd);
    if (address !== noAddress) this.#count = this.#withIPv4(address, this.keys, 0);
    else {
      for (const value of record.values(this.#slot)) {
        if (typeof value === 'string') this.#count = this.#withText(value, this.keys, this.#count);
      }
    }
    return this.#count;
  }

  glance(): number {
    const { glance } = this.#record;
    if (this.#glancedIn === glance.record) return this.#possible;
    this.#glancedIn = glance.record;
    this.#possible = this.#member === undefined ? untold : this.#glanceAt(this.#member);
    return this.#possible;
  }

  #glanceAt(member: number): number {
    const { glance } = this.#record;
    const found = glance.find(member);
    let count = 0;
    for (let at = 0; at < found; at++) {
      const value = glance.valueOf(member, at);
      if (typeof value === 'string') count = this.#withText(value, this.possibleKeys, count);
    }
    return found === untold ? untold : count;
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
    for (let bits = 0; bits < this.#v4.length; bits++) {
      const number = this.#v4[bits]?.get(prefixOf(address, bits));
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
