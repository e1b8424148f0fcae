import { type LazyRecord, noValue, untold } from '@trailhound/cloudtrail';
import type { LeafPath } from '../condition/condition.js';
import { leafText } from '../condition/leaf-text.js';
import { EndingTable } from './ending-table.js';
import type { KeySource } from './key-source.js';

/** Shorter literals are in too many texts to find rules by. */
export const minLiteralLength = 3;
/** Literals of so many characters are told apart by their last six. */
const longEnding = 6;

/**
 * Finds in one pass over a field's text which of many literals it may contain, and misses none: at every place of the text
 * the literals that end with the characters there are looked up, through a filter of bits that nearly every place fails.
 */
export class LiteralIndex implements KeySource {
  readonly keys: number[] = [];
  readonly possibleKeys: number[] = [];
  readonly #record: LazyRecord;
  readonly #slot: number;
  readonly #fold: boolean;
  readonly #numbers = new Map<string, number>();
  readonly #long = new EndingTable(longEnding);
  readonly #short = new EndingTable(minLiteralLength);
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
    (text.length < longEnding ? this.#short : this.#long).add(text, number);
    return number;
  }

  read(): number {
    const record = this.#record;
    if (this.#readIn === record.record) return this.#count;
    this.#readIn = record.record;
    this.#count = 0;
    if (record.textAt(this.#slot) === noValue) return 0;
    for (const value of record.values(this.#slot)) this.#count = this.#search(value, this.keys, this.#count);
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
      count = this.#search(glance.valueOf(member, at), this.possibleKeys, count);
    }
    return found === untold ? untold : count;
  }

  #search(value: unknown, keys: number[], count: number): number {
    const leaf = leafText(value);
    if (leaf === undefined) return count;
    const text = this.#fold ? foldedText(leaf) : leaf;
    return this.#short.search(text, keys, this.#long.search(text, keys, count));
  }
}

/** In lower case, and the one letter beyond ASCII that patterns take for one of ASCII and lower case does not. */
export function foldedText(text: string): string {
  return text.toLowerCase().replaceAll('\u017f', 's');
}
