import type { LazyRecord } from '@trailhound/cloudtrail';
import type { LeafPath, Scalar } from '../condition/condition.js';
import { isLeaf, leafText } from '../condition/leaf-text.js';
import { type KeyTable, undecided } from './field-keys.js';
import { withKey } from './key-source.js';

/** How the leaves of a field are compared with literals, as `eq` and `in` compare them. */
export interface ValueComparison {
  readonly path: LeafPath;
  readonly coerce: 'text' | 'strict';
  readonly fold: boolean;
}

const letters = 0x20202020;
const tailMasks = [0, 0xff, 0xffff, 0xffffff] as const;
const noKey = -1;

/**
 * The literals that conditions compare one field with. Which of them a record has is found by the bytes of its value,
 * decoded only where these are no plain ASCII text.
 */
export class ValueTable implements KeyTable<Scalar> {
  readonly #comparison: Omit<ValueComparison, 'path'>;
  readonly #known = new Map<Scalar, number>();
  readonly #literals: Uint8Array[] = [];
  /** Open addressing: pairs of a hash and the number of the literal, -1 where free. */
  #table = new Int32Array(32).fill(noKey);
  #hashed = 0;

  constructor(comparison: Omit<ValueComparison, 'path'>) {
    this.#comparison = comparison;
  }

  /** How many literals there are. */
  get size(): number {
    return this.#known.size;
  }

  add(literal: Scalar): number | undefined {
    const key = this.#keyOf(literal);
    if (key === undefined) return undefined;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const number = this.#literals.length;
    this.#known.set(key, number);
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

  findInBytes({ bytes, dataView }: LazyRecord, start: number, end: number, keys: number[]): number {
    const hash = hashOf(dataView, start, end);
    if (hash < 0) return undecided;
    const { fold } = this.#comparison;
    const table = this.#table;
    const mask = table.length / 2 - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const number = table[at * 2 + 1] as number;
      if (number === noKey) return 0;
      if (table[at * 2] !== hash || !isSame(this.#literals[number] as Uint8Array, bytes, start, end, fold)) continue;
      keys[0] = number;
      return 1;
    }
  }

  findInValues(values: readonly unknown[], keys: number[]): number {
    let count = 0;
    for (const value of values) {
      const number = isLeaf(value) ? this.numberOf(value as Scalar) : undefined;
      if (number !== undefined) count = withKey(keys, count, number);
    }
    return count;
  }

  /** What leaves are told apart by: equal for a literal and a leaf exactly when the condition has them equal. */
  #keyOf(value: Scalar): Scalar | undefined {
    const { coerce, fold } = this.#comparison;
    const key = coerce === 'text' ? leafText(value) : value;
    return fold && typeof key === 'string' ? key.toLowerCase() : key;
  }

  #insert(number: number, literal: Uint8Array): void {
    const padded = new Uint8Array(literal.length + 4);
    padded.set(literal);
    const hash = hashOf(new DataView(padded.buffer), 0, literal.length);
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

/**
 * A hash, 0 or more, that is the same whatever the case of letters; -1 for bytes that are not the text they spell. Up to
 * three bytes behind the end are read and do not count.
 */
function hashOf(view: DataView, start: number, end: number): number {
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
    const word = view.getInt32(at, true) & (tailMasks[rest] ?? 0);
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

function isSame(literal: Uint8Array, bytes: Uint8Array, start: number, end: number, fold: boolean): boolean {
  if (literal.length !== end - start) return false;
  for (let at = 0; at < literal.length; at++) {
    const byte = bytes[start + at] as number;
    const letter = fold && byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    if (letter !== literal[at]) return false;
  }
  return true;
}
