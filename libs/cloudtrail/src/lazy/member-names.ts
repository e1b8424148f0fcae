/** The id of a name that bytes alone cannot be trusted with: the object is to be parsed. */
export const oddName = -1;

const lowering = 0x20202020;
const shortMasks = [0, 0xff, 0xffff, 0xffffff] as const;

// How a table and its entries lie in memory: see libs/cloudtrail/assembly/member-table.ts.
const slotsOffset = 136;
const nameOffset = 32;

interface Entry {
  readonly name: string;
  id: number;
  /** Names that differ in case only are odd. */
  isFolded: boolean;
}

/** Whether a member's name can be told by its bytes as they stand in JSON: printable ASCII without quote and backslash. */
export function isPlainName(name: string): boolean {
  return /^[ !#-[\]-~]{1,255}$/.test(name);
}

/** The members of one object that somebody reads, as the table that the compiled walk finds them by. */
export class MemberNames {
  readonly #entries: Entry[] = [];
  /** By their name in lower case. */
  readonly #alike = new Map<string, readonly Entry[]>();
  #refusesDots = false;
  #refusesTwice = false;

  /**
   * Asks for a plain name, found as `id`; the id `oddName` makes it a reason to parse, whoever else asks for it. With
   * `isFolded` so is every name that differs from it in case only. False where that changes nothing.
   */
  add(name: string, id: number, isFolded: boolean): boolean {
    const alike = this.#alike.get(name.toLowerCase()) ?? [];
    const known = alike.find((entry) => entry.name === name);
    if (known === undefined) {
      const entry = { name, id, isFolded };
      this.#alike.set(name.toLowerCase(), [...alike, entry]);
      this.#entries.push(entry);
      settle([...alike, entry]);
      return true;
    }
    const isNew = (isFolded && !known.isFolded) || (id === oddName && known.id !== oddName);
    known.isFolded ||= isFolded;
    if (id === oddName) known.id = oddName;
    settle(alike);
    return isNew;
  }

  /** Makes every name with a dot in it odd. */
  refuseDots(): void {
    this.#refusesDots = true;
  }

  /** Makes every name odd that stands twice, whether or not it is asked for. For the names of the record itself. */
  refuseTwice(): void {
    this.#refusesTwice = true;
  }

  /** Bytes the table takes, a multiple of 16. */
  get length(): number {
    const entries = this.#entries.reduce((sum, { name }) => sum + entryLength(name), 0);
    return aligned(slotsOffset + this.#slots * 4) + entries;
  }

  /** Writes the table. `addressOf`: where it stands in memory; `insideOf`: where that of a member's own members does, 0 for none. */
  write(table: Uint8Array, addressOf: number, insideOf: (id: number) => number): void {
    const view = new DataView(table.buffer, table.byteOffset, table.length);
    const slots = this.#slots;
    view.setUint32(0, slots - 1, true);
    const isAnyFolded = this.#entries.some(({ isFolded }) => isFolded);
    view.setUint32(4, (isAnyFolded ? 1 : 0) | (this.#refusesDots ? 2 : 0) | (this.#refusesTwice ? 4 : 0), true);
    let at = aligned(slotsOffset + slots * 4);
    for (const { name, id, isFolded } of this.#entries) {
      table.set(new TextEncoder().encode(name), at + nameOffset);
      const head = view.getInt32(at + nameOffset, true);
      const begins = beginning(head, name.length);
      view.setUint8(8 + (begins >> 3), view.getUint8(8 + (begins >> 3)) | (1 << (begins & 7)));
      const first = (name.length < 4 ? head & (shortMasks[name.length] ?? 0) : head) | lowering;
      const last = name.length < 4 ? first : view.getInt32(at + nameOffset + name.length - 4, true) | lowering;
      for (const [word, value] of [first, last, name.length, id, insideOf(id), isFolded ? 1 : 0].entries()) {
        view.setInt32(at + word * 4, value, true);
      }
      let slot = hash(first, last, name.length) & (slots - 1);
      while (view.getUint32(slotsOffset + slot * 4, true) !== 0) slot = (slot + 1) & (slots - 1);
      view.setUint32(slotsOffset + slot * 4, addressOf + at, true);
      at += entryLength(name);
    }
  }

  /** Four times as many as there are names, so that most that nobody asks for end at a free one. */
  get #slots(): number {
    return 2 ** Math.ceil(Math.log2(4 * this.#entries.length + 4));
  }
}

function entryLength(name: string): number {
  return nameOffset + aligned(name.length) + 16;
}

function aligned(length: number): number {
  return (length + 15) & ~15;
}

/** A name that stands for another one in any case, and is asked for by itself, is both: who finds it must parse. */
function settle(alike: readonly Entry[]): void {
  for (const entry of alike) if (alike.some((other) => other !== entry && other.isFolded)) entry.id = oddName;
}

function beginning(head: number, length: number): number {
  return ((head & 0x1f) << 5) | (length & 0x1f);
}

function hash(first: number, last: number, length: number): number {
  const mixed = Math.imul(first ^ Math.imul(last, 0x9e3779b1) ^ length, 0x85ebca6b);
  return mixed ^ (mixed >>> 15);
}
