/** What {@link MemberNames.find} answers for a name nobody asks for. */
export const notAsked = -1;
/** For a name that bytes alone cannot be trusted with: the object is to be parsed. */
export const oddName = -2;

const foldMask = 0x20202020;
const shortMasks = [0, 0xff, 0xffff, 0xffffff] as const;

interface Entry {
  readonly name: string;
  id: number;
  readonly first: number;
  readonly last: number;
  /** The name's bytes as little-endian words, the last of them ending where the name ends. */
  readonly words: Int32Array;
  /** Names that differ in case only are odd. */
  isFolded: boolean;
}

/** Whether a member's name can be told by its bytes as they stand in JSON: printable ASCII without quote and backslash. */
export function isPlainName(name: string): boolean {
  return /^[ !#-[\]-~]{1,255}$/.test(name);
}

/** The members of one object that somebody reads, found by the bytes of their names. */
export class MemberNames {
  readonly #entries: Entry[] = [];
  /** By their name in lower case. */
  readonly #alike = new Map<string, readonly Entry[]>();
  /** Open addressing by hash; the numbers are indices of entries, -1 where free. */
  #table = new Int32Array(16).fill(-1);
  /** Whether a name begins with such a letter and is so long: most names nobody asks for are told by it. */
  readonly #beginnings = new Uint8Array(1024);
  #hasFolded = false;
  #refusesDots = false;

  /**
   * Asks for a plain name, found as `id`; the id `oddName` makes it a reason to parse, whoever else asks for it. With
   * `isFolded` so is every name that differs from it in case only.
   */
  add(name: string, id: number, isFolded: boolean): void {
    this.#hasFolded ||= isFolded;
    const alike = this.#alike.get(name.toLowerCase()) ?? [];
    const known = alike.find((entry) => entry.name === name);
    if (known === undefined) {
      const entry = entryOf(name, id, isFolded);
      this.#beginnings[beginning(entry.first, name.length)] = 1;
      this.#alike.set(name.toLowerCase(), [...alike, entry]);
      this.#entries.push(entry);
      if (this.#entries.length * 4 > this.#table.length) this.#grow();
      else this.#place(this.#entries.length - 1);
      settle([...alike, entry]);
      return;
    }
    known.isFolded ||= isFolded;
    if (id === oddName) known.id = oddName;
    settle(alike);
  }

  /** Makes every name with a dot in it odd. */
  refuseDots(): void {
    this.#refusesDots = true;
  }

  /** The id a name was added with; `notAsked`, or `oddName`. The bytes must go on for four more behind `from`. */
  find(bytes: Uint8Array, view: DataView, from: number, to: number): number {
    if (this.#refusesDots && hasDot(bytes, from, to)) return oddName;
    const length = to - from;
    const head = view.getInt32(from, true);
    if (this.#beginnings[beginning(head, length)] === 0 && !this.#hasFolded) return notAsked;
    const first = foldedWord(head, length);
    const last = length < 4 ? first : view.getInt32(to - 4, true) | foldMask;
    const table = this.#table;
    const mask = table.length - 1;
    for (let at = hash(first, last, length) & mask; ; at = (at + 1) & mask) {
      const index = table[at] as number;
      if (index < 0) break;
      const entry = this.#entries[index] as Entry;
      if (entry.first !== first || entry.last !== last || entry.name.length !== length) continue;
      if (isSame(entry.words, view, from, to)) return entry.id;
      if (entry.isFolded && isSameFolded(entry.name, bytes, from)) return oddName;
    }
    // Letters beyond ASCII may be capitals of ASCII ones.
    return this.#hasFolded && !isAscii(bytes, from, to) ? oddName : notAsked;
  }

  #grow(): void {
    this.#table = new Int32Array(this.#table.length * 4).fill(-1);
    for (const index of this.#entries.keys()) this.#place(index);
  }

  #place(index: number): void {
    const { first, last, name } = this.#entries[index] as Entry;
    const mask = this.#table.length - 1;
    let at = hash(first, last, name.length) & mask;
    while (this.#table[at] !== -1) at = (at + 1) & mask;
    this.#table[at] = index;
  }
}

function entryOf(name: string, id: number, isFolded: boolean): Entry {
  const bytes = new TextEncoder().encode(name.padEnd(4, '\0'));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const words = Int32Array.from({ length: Math.ceil(bytes.length / 4) }, (_, at) =>
    view.getInt32(Math.min(at * 4, bytes.length - 4), true),
  );
  const first = foldedWord(words[0] ?? 0, name.length);
  const last = name.length < 4 ? first : foldedWord(words.at(-1) ?? 0, name.length);
  return { name, id, first, last, words, isFolded };
}

/** A name that stands for another one in any case, and is asked for by itself, is both: who finds it must parse. */
function settle(alike: readonly Entry[]): void {
  for (const entry of alike) if (alike.some((other) => other !== entry && other.isFolded)) entry.id = oddName;
}

function beginning(head: number, length: number): number {
  return ((head & 0x1f) << 5) | (length & 0x1f);
}

function foldedWord(word: number, length: number): number {
  return (length < 4 ? word & (shortMasks[length] ?? 0) : word) | foldMask;
}

function hash(first: number, last: number, length: number): number {
  const mixed = Math.imul(first ^ Math.imul(last, 0x9e3779b1) ^ length, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}

function isSame(words: Int32Array, view: DataView, from: number, to: number): boolean {
  const length = to - from;
  if (length < 4) return (view.getInt32(from, true) & (shortMasks[length] ?? 0)) === words[0];
  const tail = words.length - 1;
  for (let at = 0; at < tail; at++) if (view.getInt32(from + at * 4, true) !== words[at]) return false;
  return view.getInt32(to - 4, true) === words[tail];
}

function isSameFolded(name: string, bytes: Uint8Array, from: number): boolean {
  const lower = name.toLowerCase();
  for (let at = 0; at < name.length; at++) {
    const byte = bytes[from + at] as number;
    const letter = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    if (letter !== lower.charCodeAt(at)) return false;
  }
  return true;
}

function hasDot(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (bytes[at] === 0x2e) return true;
  return false;
}

function isAscii(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if ((bytes[at] as number) > 0x7f) return false;
  return true;
}
