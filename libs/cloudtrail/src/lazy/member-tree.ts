import { LiteralScreen } from './literal-screen.js';
import { MemberNames, oddName } from './member-names.js';
import { tablesAt } from './record-memory.js';

/** A member somebody reads, with those inside it that somebody reads. */
export interface Member {
  readonly id: number;
  readonly names: MemberNames;
  readonly inside: Map<string, Member>;
}

/** The members of records that somebody reads, and the tables by which the compiled walk knows them. */
export class MemberTree {
  /** The record itself. */
  readonly top: Member = { id: 0, names: new MemberNames(), inside: new Map() };
  readonly #all: Member[] = [this.top];
  readonly #screens: LiteralScreen[] = [];
  #tables: Uint8Array | undefined;

  get members(): number {
    return this.#all.length;
  }

  /** The tables as they stand at `tablesAt`, that of the record first; the same object until something is added. */
  get tables(): Uint8Array {
    this.#tables ??= this.#write();
    return this.#tables;
  }

  /** Whether nothing was added since the tables were last asked for. */
  get isWritten(): boolean {
    return this.#tables !== undefined;
  }

  /** A screen that stands in memory behind the tables. */
  screen(): LiteralScreen {
    const screen = new LiteralScreen(() => {
      this.#tables = undefined;
    });
    this.#screens.push(screen);
    this.#tables = undefined;
    return screen;
  }

  /** Asks for a plain name inside a member; `isFolded`: if it differs in case only, the record is to be parsed. */
  memberOf(parent: Member, name: string, isFolded: boolean): Member {
    const known = parent.inside.get(name);
    const member = known ?? { id: this.#all.length, names: new MemberNames(), inside: new Map<string, Member>() };
    if (parent.names.add(name, member.id, isFolded)) this.#tables = undefined;
    if (known !== undefined) return known;
    parent.inside.set(name, member);
    this.#all.push(member);
    return member;
  }

  /** Records with such a name inside the member are to be parsed. */
  refuse(parent: Member, name: string, isFolded: boolean): void {
    parent.names.add(name, oddName, isFolded);
    this.#tables = undefined;
  }

  refuseDots(parent: Member): void {
    parent.names.refuseDots();
    this.#tables = undefined;
  }

  #write(): Uint8Array {
    const addresses: number[] = [];
    let length = 0;
    for (const { id, inside, names } of this.#all) {
      const isTable = id === 0 || inside.size > 0;
      addresses[id] = isTable ? tablesAt + length : 0;
      if (isTable) length += names.length;
    }
    for (const screen of this.#screens) {
      screen.address = tablesAt + length;
      length += screen.sets.length;
    }
    const tables = new Uint8Array(length);
    for (const { address, sets } of this.#screens) tables.set(sets, address - tablesAt);
    for (const { id, names } of this.#all) {
      const address = addresses[id] as number;
      if (address === 0) continue;
      names.write(tables.subarray(address - tablesAt), address, (inner) => addresses[inner] ?? 0);
    }
    return tables;
  }
}
