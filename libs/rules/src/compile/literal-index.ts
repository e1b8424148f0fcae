import { type LazyRecord, noValue } from '@trailhound/cloudtrail';
import type { LeafPath } from '../condition/condition.js';
import { leafText } from '../condition/leaf-text.js';
import type { KeySource } from './key-source.js';

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
  readonly #record: LazyRecord;
  readonly #slot: number;
  readonly #fold: boolean;
  readonly #numbers = new Map<string, number>();
  readonly #byEnd = new Map<number, Literal[]>();
  #filter = new Int32Array(64);
  #readIn = 0;
  #count = 0;

  constructor(record: LazyRecord, path: LeafPath, fold: boolean) {
    this.#record = record;
    const { take: _none, ...whole } = path;
    this.#slot = record.slotOf(whole);
    this.#fold = fold;
  }

  /** The number of a literal of at least `minLiteralLength`; where case is folded, in lower case. */
  add(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(text, number);
    this.#readIn = 0;
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
    this.#count = 0;
    const start = record.textAt(this.#slot);
    if (start === noValue) return 0;
    if (start >= 0 && this.#searchBytes(record.bytes, start, record.textEnd)) return this.#count;
    this.#count = 0;
    for (const value of record.values(this.#slot)) {
      const text = leafText(value);
      if (text !== undefined) this.#searchText(this.#fold ? foldedText(text) : text);
    }
    return this.#count;
  }

  #growFilter(): void {
    this.#filter = new Int32Array(this.#filter.length * 4);
    for (const end of this.#byEnd.keys()) setBit(this.#filter, end);
  }

  /** False for bytes that are not the text they spell. */
  #searchBytes(bytes: Uint8Array, start: number, end: number): boolean {
    const fold = this.#fold;
    const filter = this.#filter;
    let gram = 0;
    for (let at = start; at < end; at++) {
      const byte = bytes[at] as number;
      if (byte === 0x5c || byte > 0x7f) return false;
      gram = extended(gram, fold && byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte);
      if (!hasBit(filter, gram)) continue;
      for (const literal of this.#byEnd.get(gram) ?? []) {
        if (endsAt(literal.text, bytes, start, at + 1, fold)) this.#note(literal.number);
      }
    }
    return true;
  }

  #searchText(text: string): void {
    let gram = 0;
    for (let at = 0; at < text.length; at++) {
      gram = extended(gram, text.charCodeAt(at));
      if (!hasBit(this.#filter, gram)) continue;
      for (const literal of this.#byEnd.get(gram) ?? []) {
        if (text.endsWith(literal.text, at + 1)) this.#note(literal.number);
      }
    }
  }

  #note(number: number): void {
    for (let at = 0; at < this.#count; at++) if (this.keys[at] === number) return;
    this.keys[this.#count] = number;
    this.#count += 1;
  }
}

/** In lower case, and the one letter beyond ASCII that patterns take for one of ASCII and lower case does not. */
function foldedText(text: string): string {
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
