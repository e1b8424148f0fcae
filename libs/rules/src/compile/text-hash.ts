import { BitFilter } from './bit-filter.js';

const letters = 0x20202020;
const tailMasks = [0, 0xff, 0xffff, 0xffffff] as const;

/** What {@link TextHash.find} answers for a text that is none of those it holds. */
export const noText = -1;
/** For bytes that are not the text they spell, as they are beyond ASCII or written with escapes. */
export const oddText = -2;

interface Text {
  readonly bytes: Uint8Array;
  /** Looks at the same, and at four more behind the last one. */
  readonly view: DataView;
}

/** Texts found by the bytes they are written as in JSON; only such as are plain ASCII there. */
export class TextHash {
  readonly #fold: boolean;
  readonly #texts: (Text | undefined)[] = [];
  /** Open addressing: pairs of a hash and the number of the text, -1 where free. */
  #table = new Int32Array(32).fill(noText);
  #size = 0;
  /** Ways in which some text ends. */
  #endings = new BitFilter(8);

  /** `fold`: texts are added in lower case and found in any. */
  constructor(fold: boolean) {
    this.#fold = fold;
  }

  add(text: string, number: number): void {
    const bytes = new TextEncoder().encode(text);
    if (bytes.length !== text.length) return;
    const padded = new Uint8Array(bytes.length + 4);
    padded.set(bytes);
    const view = new DataView(padded.buffer);
    const hash = hashOf(view, 0, bytes.length);
    // A text that JSON writes with escapes is never found by its bytes.
    if (hash < 0) return;
    this.#texts[number] = { bytes, view };
    this.#size += 1;
    if (this.#size * 4 > this.#table.length) this.#grow();
    place(this.#table, hash, number);
    this.#endings.add(endingOf(view, 0, bytes.length));
  }

  /** False is certain for a text of plain ASCII without escapes; cheaper than to find none. Looks where `find` does. */
  mayHave(view: DataView, start: number, end: number): boolean {
    return this.#endings.mayHave(endingOf(view, start, end));
  }

  /** The number of the text between two places. `view` looks at `bytes`, of which there are three more behind the end. */
  find(bytes: Uint8Array, view: DataView, start: number, end: number): number {
    const hash = hashOf(view, start, end);
    if (hash < 0) return oddText;
    const table = this.#table;
    const mask = table.length / 2 - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const number = table[at * 2 + 1] as number;
      if (number === noText) return noText;
      if (table[at * 2] !== hash) continue;
      const text = this.#texts[number] as Text;
      if (this.#fold ? isSameFolded(text.bytes, bytes, start, end) : isSame(text, view, start, end)) return number;
    }
  }

  #grow(): void {
    this.#endings = new BitFilter(this.#endings.capacity * 2);
    for (const text of this.#texts)
      if (text !== undefined) this.#endings.add(endingOf(text.view, 0, text.bytes.length));
    const before = this.#table;
    this.#table = new Int32Array(before.length * 4).fill(noText);
    for (let at = 0; at < before.length; at += 2) {
      const number = before[at + 1] as number;
      if (number !== noText) place(this.#table, before[at] as number, number);
    }
  }
}

function place(table: Int32Array, hash: number, number: number): void {
  const mask = table.length / 2 - 1;
  let at = hash & mask;
  while (table[at * 2 + 1] !== noText) at = (at + 1) & mask;
  table[at * 2] = hash;
  table[at * 2 + 1] = number;
}

/** A number of the length and the last four bytes, the same whatever the case of letters. */
function endingOf(view: DataView, start: number, end: number): number {
  const length = end - start;
  const last = length < 4 ? view.getInt32(start, true) & (tailMasks[length] ?? 0) : view.getInt32(end - 4, true);
  return (last | letters) + length;
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

function isSame(text: Text, view: DataView, start: number, end: number): boolean {
  const { length } = text.bytes;
  if (length !== end - start) return false;
  let at = 0;
  for (; at + 4 <= length; at += 4) if (text.view.getInt32(at, true) !== view.getInt32(start + at, true)) return false;
  const rest = text.view.getInt32(at, true) ^ view.getInt32(start + at, true);
  return (rest & (tailMasks[length - at] ?? 0)) === 0;
}

function isSameFolded(literal: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (literal.length !== end - start) return false;
  for (let at = 0; at < literal.length; at++) {
    const byte = bytes[start + at] as number;
    const letter = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    if (letter !== literal[at]) return false;
  }
  return true;
}
