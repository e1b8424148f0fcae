import { leafText } from '../condition/leaf-text.js';
import { EndingTable } from './ending-table.js';
import { type KeyTable, undecided } from './field-keys.js';

/** Shorter literals are in too many texts to find rules by. */
export const minLiteralLength = 3;
/** Literals of so many characters are told apart by their last six. */
const longEnding = 6;

/**
 * Finds in one pass over a text which of many literals it may contain, and misses none: at every place of the text the
 * literals that end with the characters there are looked up, through a filter of bits that nearly every place fails.
 */
export class LiteralTable implements KeyTable<string> {
  readonly #fold: boolean;
  readonly #numbers = new Map<string, number>();
  readonly #long = new EndingTable(longEnding);
  readonly #short = new EndingTable(minLiteralLength);

  constructor(fold: boolean) {
    this.#fold = fold;
  }

  /** The number of a literal of at least `minLiteralLength`; where case is folded, in lower case. */
  add(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(text, number);
    (text.length < longEnding ? this.#short : this.#long).add(text, number);
    return number;
  }

  findInBytes(): number {
    return undecided;
  }

  findInValues(values: readonly unknown[], keys: number[]): number {
    let count = 0;
    for (const value of values) {
      const leaf = leafText(value);
      if (leaf === undefined) continue;
      const text = this.#fold ? foldedText(leaf) : leaf;
      count = this.#short.search(text, keys, this.#long.search(text, keys, count));
    }
    return count;
  }
}

/** In lower case, and the one letter beyond ASCII that patterns take for one of ASCII and lower case does not. */
export function foldedText(text: string): string {
  return text.toLowerCase().replaceAll('\u017f', 's');
}
