import type { FieldPath } from '../field-path.js';
import { inRecord } from './byte-path.js';
import { isPlainName } from './member-names.js';

/** What {@link RecordGlance.find} answers where the text does not tell. */
export const untold = -1;

/** The letters of member names, rare ones in records first: what is looked for begins with the rarest it has. */
const lettersByRarity = 'jQYJWFUqXBKZkGVzxNHhLOMPECRD_TgyfwSbv9I78Ap456.3lmu2-dc01iornstae';

const QUOTE = 0x22;
const DOT = 0x2e;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** A name that members are looked for by, wherever in the record they stand. */
interface SoughtMember {
  /** The name and the quote behind it. */
  readonly written: string;
  /** Their end from the name's rarest letter on. */
  readonly needle: string;
  /** Finds the name in any case. */
  readonly folded: RegExp | undefined;
  readonly allowsDot: boolean;
  /** Whether an object is a value, too: one that a glance cannot make out. */
  readonly countsObjects: boolean;
  /** The record it was looked for in, and what was found there. */
  foundIn: number;
  count: number;
  readonly values: (string | boolean | null)[];
}

/**
 * What a record may have, told by searching its text for names of members without following how they nest: whatever a
 * path reaches is the value of some member called like the path's end. So nothing that is there is missed; what is found
 * may stand elsewhere, or in no JSON at all.
 */
export class RecordGlance {
  readonly #decoder = new TextDecoder();
  readonly #members: SoughtMember[] = [];
  readonly #numbers = new Map<string, number>();
  #text = '';
  #record = 0;

  /** Another number for each record. */
  get record(): number {
    return this.#record;
  }

  /** The number of the member whose values a path reaches; undefined where that cannot be told by a name. */
  memberOf(path: FieldPath): number | undefined {
    const last = inRecord(path)?.at(-1);
    if (typeof last !== 'string' || path.keyCase === 'fold') return undefined;
    const name = path.flattenDots ? last.slice(last.lastIndexOf('.') + 1) : last;
    return isPlainName(name) ? this.#numberOf(name, { allowsDot: path.flattenDots }) : undefined;
  }

  /** The number of the members of an ASCII name that is no object's; with `isFolded` in any case. */
  textNamed(name: string, isFolded: boolean): number {
    return this.#numberOf(name, { isFolded, countsObjects: true });
  }

  /** Turns to another record. False where a glance cannot tell what it may have. */
  look(bytes: Uint8Array): boolean {
    this.#text = this.#decoder.decode(bytes);
    this.#record += 1;
    return this.#isWhole() && !this.#spellsLetters();
  }

  /** How many values that may be leaves a member has in the record; `untold` where one of them cannot be made out. */
  find(member: number): number {
    const sought = this.#members[member] as SoughtMember;
    if (sought.foundIn === this.#record) return sought.count;
    sought.foundIn = this.#record;
    sought.count = sought.folded === undefined ? this.#search(sought) : this.#searchFolded(sought, sought.folded);
    return sought.count;
  }

  /** One of the values `find` has counted, from 0. */
  valueOf(member: number, at: number): string | boolean | null {
    return (this.#members[member] as SoughtMember).values[at] as string | boolean | null;
  }

  #numberOf(name: string, { allowsDot = false, isFolded = false, countsObjects = false }): number {
    const key = JSON.stringify([name, allowsDot, isFolded, countsObjects]);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#members.length;
    this.#members.push({
      written: `${name}"`,
      needle: `${name.slice(rarestIn(name))}"`,
      folded: isFolded ? new RegExp(`"${name}"`, 'gi') : undefined,
      allowsDot,
      countsObjects,
      foundIn: 0,
      count: 0,
      values: [],
    });
    this.#numbers.set(key, number);
    return number;
  }

  #search(sought: SoughtMember): number {
    const { needle, written } = sought;
    const text = this.#text;
    let count = 0;
    for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + needle.length)) {
      const end = at + needle.length;
      const from = end - written.length;
      const before = text.charCodeAt(from - 1);
      if (before !== QUOTE && !(sought.allowsDot && before === DOT)) continue;
      if (needle !== written && !text.startsWith(written, from)) continue;
      count = this.#note(sought, end, count);
      if (count === untold) return untold;
    }
    return count;
  }

  #searchFolded(sought: SoughtMember, folded: RegExp): number {
    let count = 0;
    folded.lastIndex = 0;
    for (let found = folded.exec(this.#text); found !== null; found = folded.exec(this.#text)) {
      // Written in another case, it is not the member of those who ask for it exactly.
      if (!found[0].endsWith(sought.written)) return untold;
      count = this.#note(sought, folded.lastIndex, count);
      if (count === untold) return untold;
      folded.lastIndex -= 1;
    }
    return count;
  }

  /** Notes the value of the member whose name ends at `nameEnd`, if it is one and its value may be a leaf. */
  #note({ values, countsObjects }: SoughtMember, nameEnd: number, count: number): number {
    const text = this.#text;
    const colon = spaceEnd(text, nameEnd);
    if (text.charCodeAt(colon) !== COLON) return count;
    const start = spaceEnd(text, colon + 1);
    switch (text.charCodeAt(start)) {
      case OPEN_OBJECT:
        return countsObjects ? untold : count;
      case OPEN_ARRAY:
        return untold;
      case QUOTE: {
        const end = text.indexOf('"', start + 1);
        const value = text.slice(start + 1, end);
        if (end < 0 || value.includes('\\')) return untold;
        values[count] = value;
        return count + 1;
      }
      default: {
        const word = wordAt(text, start);
        // A number may be written in many ways.
        if (word === undefined) return untold;
        values[count] = word;
        return count + 1;
      }
    }
  }

  /** A record that was cut off is none; more than that a glance does not see. */
  #isWhole(): boolean {
    const text = this.#text;
    let end = text.length;
    while (end > 0 && isSpace(text.charCodeAt(end - 1))) end -= 1;
    return text.charCodeAt(end - 1) === CLOSE_OBJECT && text.charCodeAt(spaceEnd(text, 0)) === OPEN_OBJECT;
  }

  /** Whether something in the record is written as an escape that may stand for a letter of a name. */
  #spellsLetters(): boolean {
    const text = this.#text;
    for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at + 2)) {
      if (text[at + 1] === 'u') return true;
    }
    return false;
  }
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function spaceEnd(text: string, from: number): number {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

function wordAt(text: string, at: number): boolean | null | undefined {
  if (text.startsWith('true', at)) return true;
  if (text.startsWith('false', at)) return false;
  return text.startsWith('null', at) ? null : undefined;
}

function rarestIn(name: string): number {
  const rarity = [...name].map((letter) => {
    const place = lettersByRarity.indexOf(letter);
    return place < 0 ? lettersByRarity.length : place;
  });
  return rarity.indexOf(Math.min(...rarity));
}
