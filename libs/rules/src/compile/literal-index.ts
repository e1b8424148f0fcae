import { type LazyRecord, noValue, untold } from '@trailhound/cloudtrail';
import type { LeafPath } from '../condition/condition.js';
import { leafText } from '../condition/leaf-text.js';
import { type KeySource, withKey } from './key-source.js';

/** Shorter literals are in too many texts to find rules by. */
export const minLiteralLength = 3;

interface Literal {
  readonly number: number;
  readonly text: string;
}

/**
 * Finds in one pass over a field's text which of many literals it may contain, and misses none: at every place of the text the literals that
 * end with the three characters there are looked up, through a filter of bits that nearly every place fails, and compared.
 */
export class LiteralIndex implements KeySource {
  readonly keys: number[] = [];
  readonly possibleKeys: number[] = [];
  readonly #record: LazyRecord;
  readonly #slot: number;
  readonly #fold: boolean;
  readonly #numbers = new Map<string, number>();
  readonly #byEnd = new Map<number, Literal[]>();
  #filter = new Int32Array(64);
  #readIn = 0;
  #count = 0;
  readonly #member: number | undefined;
  #glancedIn = 0;
  #possible = 0;

  constructor(record: LazyRecord, path: LeafPath, fold: boolean) {
    this.#record = record;
    const { take: _none, ...whole } = path;
    this.#slot = record.slotOf(whole);
    this.#member = record.glance.memberOf(whole);
    this.#fold = fold;
  }

  /** The number of a literal of at least `minLiteralLength`; where case is folded, in lower case. */
  add(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(text, number);
    this.#readIn = 0;
    this.#glancedIn = 0;
    let end = 0;
    for (let at = text.length - minLiteralLength; at < text.length; at++) end = extended(end, text.charCodeAt(at));
    const others = this.#byEnd.get(end);
    if (others === undefined) this.#byEnd.set(end, [{ number, text }]);
    else others.push({ number, text });
    if (this.#byEnd.size * 16 > this.#filter.length * 32) this.#growFilter();
    setBit(this.#filter, end);
    return number;
  }

  read(): number {
    const record = this.#record;
    if (this.#readIn === record.record) return this.#count;
    this.#readIn = record.record;
    const start = record.textAt(this.#slot);
    this.#count = start < 0 ? untold : this.#searchBytes(record.bytes, start, record.textEnd, this.keys, 0);
    if (this.#count === untold) this.#count = start === noValue ? 0 : this.#searchValues();
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
      count = this.#searchText(leafText(glance.valueOf(member, at)), this.possibleKeys, count);
    }
    return found === untold ? untold : count;
  }

  #searchValues(): number {
    let count = 0;
    for (const value of this.#record.values(this.#slot)) {
      count = this.#searchText(leafText(value), this.keys, count);
    }
    return count;
  }

  #growFilter(): void {
    this.#filter = new Int32Array(this.#filter.length * 4);
    for (const end of this.#byEnd.keys()) setBit(this.#filter, end);
  }

  /** Adds to the first `count` of `keys`; how many they are then. `untold` for bytes that are not the text they spell. */
  #searchBytes(bytes: Uint8Array, start: number, end: number, keys: number[], count: number): number {
    const fold = this.#fold;
    const filter = this.#filter;
    let noted = count;
    let gram = 0;
    for (let at = start; at < end; at++) {
      const byte = bytes[at] as number;
      if (byte === 0x5c || byte > 0x7f) return untold;
      gram = extended(gram, fold && byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte);
      if (!hasBit(filter, gram)) continue;
      for (const { text, number } of this.#byEnd.get(gram) ?? []) {
        if (endsAt(text, bytes, start, at + 1, fold)) noted = withKey(keys, noted, number);
      }
    }
    return noted;
  }

  #searchText(leaf: string | undefined, keys: number[], count: number): number {
    if (leaf === undefined) return count;
    const text = this.#fold ? foldedText(leaf) : leaf;
    let noted = count;
    let gram = 0;
    for (let at = 0; at < text.length; at++) {
      gram = extended(gram, text.charCodeAt(at));
      if (!hasBit(this.#filter, gram)) continue;
      for (const literal of this.#byEnd.get(gram) ?? []) {
        if (text.endsWith(literal.text, at + 1)) noted = withKey(keys, noted, literal.number);
      }
    }
    return noted;
  }
}

/** In lower case, and the one letter beyond ASCII that patterns take for one of ASCII and lower case does not. */
export function foldedText(text: string): string {
  return text.toLowerCase().replaceAll('\u017f', 's');
}

/** The last three characters, eight bits each. */
function extended(gram: number, code: number): number {
  return ((gram << 8) | (code & 0xff)) & 0xffffff;
}

function bitOf(filter: Int32Array, gram: number): number {
  return (Math.imul(gram, 0x9e3779b1) >>> 8) & (filter.length * 32 - 1);
}

function setBit(filter: Int32Array, gram: number): void {
  const bit = bitOf(filter, gram);
  filter[bit >>> 5] = (filter[bit >>> 5] as number) | (1 << (bit & 31));
}

function hasBit(filter: Int32Array, gram: number): boolean {
  const bit = bitOf(filter, gram);
  return (((filter[bit >>> 5] as number) >>> (bit & 31)) & 1) === 1;
}

function endsAt(literal: string, bytes: Uint8Array, start: number, end: number, fold: boolean): boolean {
  const from = end - literal.length;
  if (from < start) return false;
  for (let at = 0; at < literal.length; at++) {
    const byte = bytes[from + at] as number;
    const letter = fold && byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    if (letter !== literal.charCodeAt(at)) return false;
  }
  return true;
}
