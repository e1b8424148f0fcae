import { type LazyRecord, noValue, untold } from '@trailhound/cloudtrail';
import type { LeafPath, Scalar } from '../condition/condition.js';
import { isLeaf, leafText } from '../condition/leaf-text.js';
import { type KeySource, withKey } from './key-source.js';
import { shareOfValue } from './shares.js';

/** How the leaves of a field are compared with literals, as `eq` and `in` compare them. */
export interface ValueComparison {
  readonly path: LeafPath;
  readonly coerce: 'text' | 'strict';
  readonly fold: boolean;
}

const letters = 0x20202020;
const tailMasks = [0, 0xff, 0xffff, 0xffffff] as const;
const undecided = -2;
const noKey = -1;

/**
 * The literals that conditions compare one field with. Which of them a record has is found by the bytes of its value,
 * decoded only where these are no plain ASCII text.
 */
export class ValueTable implements KeySource {
  readonly keys: number[] = [0];
  readonly possibleKeys: number[] = [];
  /** The glance saw a value that is none of the literals. */
  sawOthers = false;
  readonly #record: LazyRecord;
  readonly #slot: number;
  readonly #comparison: ValueComparison;
  readonly #known = new Map<Scalar, number>();
  readonly #literals: Uint8Array[] = [];
  /** Open addressing: pairs of a hash and the number of the literal, -1 where free. */
  #table = new Int32Array(32).fill(noKey);
  #hashed = 0;
  #readIn = 0;
  #count = 0;
  readonly #member: number | undefined;
  #glancedIn = 0;
  #possible = 0;

  /** `member`: the member a glance looks for, where it is not the path's own. */
  constructor(record: LazyRecord, comparison: ValueComparison, member?: number) {
    this.#record = record;
    this.#comparison = comparison;
    const { take: _none, ...path } = comparison.path;
    this.#slot = record.slotOf(path);
    this.#member = member ?? record.glance.memberOf(path);
  }

  /** Roughly the share of records, 0 to 1, that have a certain one of the literals. */
  get shareOfOne(): number {
    return shareOfValue(this.#comparison.path, this.#known.size);
  }

  /** The number of a literal, a new one where it is new; undefined for one that no leaf equals. */
  add(literal: Scalar): number | undefined {
    const key = this.#keyOf(literal);
    if (key === undefined) return undefined;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const number = this.#literals.length;
    this.#known.set(key, number);
    this.#readIn = 0;
    this.#glancedIn = 0;
    const bytes = new TextEncoder().encode(typeof key === 'string' ? key : '');
    this.#literals.push(bytes);
    if (typeof key === 'string' && bytes.length === key.length) this.#insert(number, bytes);
    return number;
  }

  /** The number a literal was added under. */
  numberOf(literal: Scalar): number | undefined {
    const key = this.#keyOf(literal);
    return key === undefined ? undefined : this.#known.get(key);
  }

  read(): number {
    const record = this.#record;
    if (this.#readIn === record.record) return this.#count;
    this.#readIn = record.record;
    const start = record.textAt(this.#slot);
    if (start === noValue) {
      this.#count = 0;
      return 0;
    }
    if (start >= 0) {
      const key = this.#find(record.bytes, record.dataView, start, record.textEnd);
      if (key !== undecided) {
        this.keys[0] = key;
        this.#count = key === noKey ? 0 : 1;
        return this.#count;
      }
    }
    this.#count = this.#readValues(record.values(this.#slot));
    return this.#count;
  }

  glance(): number {
    const { glance } = this.#record;
    if (this.#glancedIn === glance.record) return this.#possible;
    this.#glancedIn = glance.record;
    this.#possible = this.#glanceAt(this.#member);
    return this.#possible;
  }

  #glanceAt(member: number | undefined): number {
    if (member === undefined) return untold;
    const { glance } = this.#record;
    const found = glance.find(member);
    let count = 0;
    this.sawOthers = false;
    for (let at = 0; at < found; at++) {
      const key = this.#keyOf(glance.valueOf(member, at));
      const number = key === undefined ? undefined : this.#known.get(key);
      if (number === undefined) this.sawOthers = true;
      else count = withKey(this.possibleKeys, count, number);
    }
    return found === untold ? untold : count;
  }

  #readValues(values: readonly unknown[]): number {
    let count = 0;
    for (const value of values) {
      const key = this.#keyOf(value);
      const number = key === undefined ? undefined : this.#known.get(key);
      if (number !== undefined) count = withKey(this.keys, count, number);
    }
    return count;
  }

  /** What leaves are told apart by: equal for a literal and a leaf exactly when the condition has them equal. */
  #keyOf(value: unknown): Scalar | undefined {
    if (!isLeaf(value)) return undefined;
    const { coerce, fold } = this.#comparison;
    const key = coerce === 'text' ? leafText(value) : (value as Scalar);
    return fold && typeof key === 'string' ? key.toLowerCase() : key;
  }

  #find(bytes: Uint8Array, view: DataView, start: number, end: number): number {
    const { fold } = this.#comparison;
    const hash = hashOf(bytes, view, start, end);
    if (hash < 0) return undecided;
    const table = this.#table;
    const mask = table.length / 2 - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const number = table[at * 2 + 1] as number;
      if (number === noKey) return noKey;
      if (table[at * 2] === hash && isSame(this.#literals[number] as Uint8Array, bytes, start, end, fold))
        return number;
    }
  }

  #insert(number: number, literal: Uint8Array): void {
    const padded = new Uint8Array(literal.length + 4);
    padded.set(literal);
    const hash = hashOf(padded, new DataView(padded.buffer), 0, literal.length);
    // A literal that JSON writes with escapes is never found by its bytes.
    if (hash < 0) return;
    this.#hashed += 1;
    if (this.#hashed * 4 > this.#table.length) this.#grow();
    place(this.#table, hash, number);
  }

  #grow(): void {
    const before = this.#table;
    this.#table = new Int32Array(before.length * 4).fill(noKey);
    for (let at = 0; at < before.length; at += 2) {
      const number = before[at + 1] as number;
      if (number !== noKey) place(this.#table, before[at] as number, number);
    }
  }
}

function place(table: Int32Array, hash: number, number: number): void {
  const mask = table.length / 2 - 1;
  let at = hash & mask;
  while (table[at * 2 + 1] !== noKey) at = (at + 1) & mask;
  table[at * 2] = hash;
  table[at * 2 + 1] = number;
}

/** A hash, 0 or more, that is the same whatever the case of letters; -1 for bytes that are not the text they spell. */
function hashOf(bytes: Uint8Array, view: DataView, start: number, end: number): number {
  let hash = end - start;
  let odd = 0;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word = view.getInt32(at, true);
    odd |= oddBits(word);
    hash = Math.imul(hash ^ (word | letters), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  const rest = end - at;
  if (rest > 0) {
    const word = at + 4 <= bytes.length ? view.getInt32(at, true) & (tailMasks[rest] ?? 0) : tailOf(bytes, at, end);
    odd |= oddBits(word);
    hash = Math.imul(hash ^ (word | letters), 0x9e3779b1);
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return odd === 0 ? (hash ^ (hash >>> 13)) & 0x7fffffff : -1;
}

/** Not 0 where one of the four bytes is a backslash or beyond ASCII. */
function oddBits(word: number): number {
  const slashes = word ^ 0x5c5c5c5c;
  return (((slashes - 0x01010101) & ~slashes) | word) & 0x80808080;
}

function tailOf(bytes: Uint8Array, start: number, end: number): number {
  let word = 0;
  for (let at = end - 1; at >= start; at--) word = (word << 8) | (bytes[at] as number);
  return word;
}

function isSame(literal: Uint8Array, bytes: Uint8Array, start: number, end: number, fold: boolean): boolean {
  if (literal.length !== end - start) return false;
  for (let at = 0; at < literal.length; at++) {
    const byte = bytes[start + at] as number;
    const letter = fold && byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    if (letter !== literal[at]) return false;
  }
  return true;
}
