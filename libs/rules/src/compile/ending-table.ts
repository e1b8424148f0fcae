import { withKey } from './key-source.js';

/** Bits a character moves up as the next one comes. */
const step = 5;

interface Group {
  /** Of the literals, each once. */
  readonly lengths: number[];
  readonly numbers: Map<string, number>;
}

/** Literals found in texts by their last characters. */
export class EndingTable {
  /** What is left of the characters before the last ones is cut off. */
  readonly #mask: number;
  readonly #ending: number;
  readonly #groups = new Map<number, Group>();
  #filter = new Int32Array(64);

  /** `ending`: how many of the last characters count, at most six; no literal is shorter. */
  constructor(ending: number) {
    this.#ending = ending;
    this.#mask = (1 << (step * ending)) - 1;
  }

  add(text: string, number: number): void {
    let end = 0;
    for (let at = text.length - this.#ending; at < text.length; at++) end = this.#extended(end, text.charCodeAt(at));
    const group = this.#groups.get(end) ?? { lengths: [], numbers: new Map<string, number>() };
    if (!group.lengths.includes(text.length)) group.lengths.push(text.length);
    group.numbers.set(text, number);
    this.#groups.set(end, group);
    if (this.#groups.size * 16 > this.#filter.length * 32) this.#growFilter();
    setBit(this.#filter, end);
  }

  /** Adds the numbers of the literals in the text to the first `count` of `keys`; how many they are then. */
  search(text: string, keys: number[], count: number): number {
    if (this.#groups.size === 0) return count;
    const filter = this.#filter;
    const mask = this.#mask;
    let noted = count;
    let end = 0;
    for (let at = 0; at < text.length; at++) {
      end = ((end << step) ^ text.charCodeAt(at)) & mask;
      if (!hasBit(filter, end)) continue;
      const group = this.#groups.get(end);
      if (group === undefined) continue;
      for (const length of group.lengths) {
        if (length > at + 1) continue;
        const number = group.numbers.get(text.slice(at + 1 - length, at + 1));
        if (number !== undefined) noted = withKey(keys, noted, number);
      }
    }
    return noted;
  }

  #extended(end: number, code: number): number {
    return ((end << step) ^ code) & this.#mask;
  }

  #growFilter(): void {
    this.#filter = new Int32Array(this.#filter.length * 4);
    for (const end of this.#groups.keys()) setBit(this.#filter, end);
  }
}

function bitOf(filter: Int32Array, end: number): number {
  return (Math.imul(end, 0x9e3779b1) >>> 8) & (filter.length * 32 - 1);
}

function setBit(filter: Int32Array, end: number): void {
  const bit = bitOf(filter, end);
  filter[bit >>> 5] = (filter[bit >>> 5] as number) | (1 << (bit & 31));
}

function hasBit(filter: Int32Array, end: number): boolean {
  const bit = bitOf(filter, end);
  return (((filter[bit >>> 5] as number) >>> (bit & 31)) & 1) === 1;
}
