import type { LazyRecord, LiteralScreen } from '@trailhound/cloudtrail';
import { leafText } from '../condition/leaf-text.js';
import { EndingTable, step } from './ending-table.js';
import { type KeyTable, undecided } from './field-keys.js';
import { withKey } from './key-source.js';
import { TextHash } from './text-hash.js';

/** Shorter literals are in too many texts to find rules by. */
export const minLiteralLength = 3;
/** Literals of so many characters are told apart by their last six. */
const longEnding = 6;

const asWritten = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const lowered = asWritten.map((byte) => (byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte));

/**
 * Finds in one pass over a text which of many literals it may contain, and misses none: at every place of the text the
 * literals that end with the characters there are looked up, if it passes a screen and a filter that nearly all fail.
 */
export class LiteralTable implements KeyTable<string> {
  readonly #fold: boolean;
  readonly #numbers = new Map<string, number>();
  readonly #texts: TextHash;
  readonly #screen: LiteralScreen;
  readonly #long = new EndingTable(longEnding);
  readonly #short = new EndingTable(minLiteralLength);

  constructor(record: LazyRecord, fold: boolean) {
    this.#fold = fold;
    this.#screen = record.screen();
    this.#texts = new TextHash(fold);
  }

  /** The number of a literal of at least `minLiteralLength`; where case is folded, in lower case. */
  add(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(text, number);
    this.#texts.add(text, number);
    this.#screen.add(text, this.#fold);
    (text.length < longEnding ? this.#short : this.#long).add(text);
    return number;
  }

  findInBytes(record: LazyRecord, start: number, end: number, keys: number[]): number {
    const places = record.literalEnds(this.#screen, start, end);
    if (places < 0) return undecided;
    const { bytes, dataView } = record;
    const letters = this.#fold ? lowered : asWritten;
    const numberOf = (from: number, to: number) => this.#texts.find(bytes, dataView, start + from, start + to);
    let count = 0;
    for (let place = 0; place < places; place++) {
      const to = record.placeAt(place);
      let ending = 0;
      for (let at = Math.max(start, to - longEnding); at < to; at++) {
        ending = (ending << step) ^ (letters[bytes[at] as number] as number);
      }
      if (this.#mayEnd(ending)) count = this.#noted(to - start, ending, numberOf, keys, count);
    }
    return count;
  }

  findInValues(values: readonly unknown[], keys: number[]): number {
    let count = 0;
    for (const value of values) {
      const leaf = leafText(value);
      if (leaf === undefined) continue;
      const text = this.#fold ? foldedText(leaf) : leaf;
      const numberOf = (from: number, to: number) => this.#numbers.get(text.slice(from, to)) ?? -1;
      let ending = 0;
      for (let at = 0; at < text.length; at++) {
        ending = (ending << step) ^ text.charCodeAt(at);
        if (this.#mayEnd(ending)) count = this.#noted(at + 1, ending, numberOf, keys, count);
      }
    }
    return count;
  }

  #mayEnd(ending: number): boolean {
    return this.#long.mayEnd(ending) || this.#short.mayEnd(ending);
  }

  /** Adds the literals that end at `end` of the text to the first `count` of `keys`; how many they are then. */
  #noted(
    end: number,
    ending: number,
    numberOf: (from: number, to: number) => number,
    keys: number[],
    count: number,
  ): number {
    let noted = count;
    for (const table of [this.#long, this.#short]) {
      for (const length of table.lengths(ending) ?? []) {
        const number = length > end ? -1 : numberOf(end - length, end);
        if (number >= 0) noted = withKey(keys, noted, number);
      }
    }
    return noted;
  }
}

/** In lower case, and the one letter beyond ASCII that patterns take for one of ASCII and lower case does not. */
export function foldedText(text: string): string {
  return text.toLowerCase().replaceAll('\u017f', 's');
}
