import { recordPath, viewOf } from '@trailhound/cloudtrail';
import type { Condition, Scalar } from '../condition/condition.js';
import { FieldKeys } from './field-keys.js';
import { partsWithName } from './known-name.js';
import type { NameBound } from './name-bound.js';
import type { Predicates } from './predicates.js';
import type { RuleMembers } from './rule-members.js';
import { type Outcomes, RuleTree } from './rule-tree.js';
import { ValueTable } from './value-table.js';

/** A condition that records of certain event names only can match. */
export interface NamedCondition {
  /** Its number in the program. */
  readonly number: number;
  /** In the normal form of `simplifyCondition`. */
  readonly condition: Condition;
  readonly names: NameBound;
}

/** The names that were met. */
interface NameTable {
  readonly table: ValueTable;
  readonly keys: FieldKeys<Scalar>;
}

/** Most names whose rules are remembered; AWS has about 18 000 in all. */
const maxNames = 32_768;

const namePath = { ...recordPath('eventName'), arrays: 'explicit' } as const;

/** What is left of the conditions on records of one name. */
interface ConditionsOfName {
  readonly tree: RuleTree;
  readonly numbers: number[];
}

/**
 * The conditions of each event name: a tree of their own, in which what they say of the name is decided already. A name's
 * tree is made when it is first met, or asked for ahead; what is added later is added to the trees there are.
 */
export class NameIndex {
  readonly #predicates: Predicates;
  readonly #slot: number;
  readonly #all: NamedCondition[] = [];
  readonly #exact = new Map<string, NamedCondition[]>();
  readonly #folded = new Map<string, NamedCondition[]>();
  readonly #tested: NamedCondition[] = [];
  readonly #found: number[] = [];
  /** By the number of a name that was met; and these names by their lower case. */
  #met: ConditionsOfName[] = [];
  #metFolded = new Map<string, string[]>();
  #names: NameTable;

  constructor(predicates: Predicates) {
    this.#predicates = predicates;
    this.#slot = predicates.record.slotOf(namePath);
    this.#names = this.#noNames();
  }

  add(named: NamedCondition): void {
    const { names } = named;
    for (const name of this.#metBy(names)) place(named, name, this.#conditionsOf(name));
    this.#all.push(named);
    if (names.kind === 'tested') this.#tested.push(named);
    else {
      for (const name of names.exact) append(this.#exact, name, named);
      for (const name of names.folded) append(this.#folded, name, named);
    }
  }

  /** Adds the outcomes on the open record of the conditions that `members` has. */
  visit(members: RuleMembers, outcomes: Outcomes): void {
    if (this.#all.length === 0) return;
    const { keys } = this.#names;
    if (keys.read() > 0) {
      this.#met[keys.keys[0] as number]?.tree.visit(members, outcomes);
      return;
    }
    const values = this.#predicates.record.values(this.#slot);
    const [name] = values;
    if (values.length === 1 && typeof name === 'string') {
      for (const _step of this.prepare(name));
      this.#conditionsOf(name)?.tree.visit(members, outcomes);
    } else this.#visitAll(members, outcomes);
  }

  /**
   * Whether some condition that `members` has may match, or be in error on, the record that was taken up. False is certain,
   * if its bytes are JSON and no condition matches without a name: its only member called `eventName`, wherever it stands,
   * has the name of no condition that could.
   */
  mayMatch(members: RuleMembers): boolean {
    if (this.#all.length === 0) return false;
    const { record } = this.#predicates;
    const start = record.soleEventName();
    if (start < 0) return true;
    // A name that is new here gets its tree when the record is visited.
    if (this.#names.table.findInBytes(record, start, record.textEnd, this.#found) !== 1) return true;
    const { numbers } = this.#met[this.#found[0] as number] as ConditionsOfName;
    for (const number of numbers) if (members.has(number)) return true;
    return false;
  }

  /** Makes the tree of a name ahead, one condition a step. */
  *prepare(name: string): Generator<void> {
    if (this.#conditionsOf(name) !== undefined) return;
    const found: ConditionsOfName = { tree: new RuleTree(this.#predicates), numbers: [] };
    let seen = this.#all.length;
    for (const named of this.#namedBy(name)) {
      place(named, name, found);
      yield;
    }
    // What came meanwhile.
    for (; seen < this.#all.length; seen++) {
      const named = this.#all[seen] as NamedCondition;
      if (mayHave(named, name)) place(named, name, found);
    }
    // A record may have met the name meanwhile.
    if (this.#conditionsOf(name) === undefined) this.#keep(name, found);
  }

  #conditionsOf(name: string): ConditionsOfName | undefined {
    return this.#met[this.#names.table.numberOf(name) ?? -1];
  }

  #keep(name: string, found: ConditionsOfName): void {
    if (this.#met.length >= maxNames) {
      this.#met = [];
      this.#metFolded = new Map();
      this.#names = this.#noNames();
    }
    const number = this.#names.keys.add(name);
    if (number === undefined) return;
    this.#met[number] = found;
    append(this.#metFolded, name.toLowerCase(), name);
  }

  #noNames(): NameTable {
    const table = new ValueTable({ coerce: 'strict', fold: false });
    return { table, keys: new FieldKeys(this.#predicates.record, namePath, table) };
  }

  /** The names that were met and the bound allows. */
  #metBy(names: NameBound): Iterable<string> {
    if (names.kind === 'tested') {
      return [...this.#metFolded.values()]
        .flat()
        .filter((name) => names.mayMatch(viewOf({ eventName: name })) !== 'no-match');
    }
    const exact = names.exact.filter((name) => this.#conditionsOf(name) !== undefined);
    return new Set([...exact, ...names.folded.flatMap((name) => this.#metFolded.get(name) ?? [])]);
  }

  #namedBy(name: string): Iterable<NamedCondition> {
    const tested = this.#tested.filter((named) => mayHave(named, name));
    return new Set([...(this.#exact.get(name) ?? []), ...(this.#folded.get(name.toLowerCase()) ?? []), ...tested]);
  }

  /** A record whose event name is no text is rare, and says nothing of what can match. */
  #visitAll(members: RuleMembers, { matched, failed }: Outcomes): void {
    for (const { number, condition } of this.#all) {
      if (!members.has(number)) continue;
      const outcome = this.#predicates.compile(condition)(this.#predicates.record);
      if (outcome === 'match') matched.push(number);
      else if (outcome === 'error') failed.push(number);
    }
  }
}

function mayHave({ names }: NamedCondition, name: string): boolean {
  if (names.kind === 'tested') return names.mayMatch(viewOf({ eventName: name })) !== 'no-match';
  return names.exact.includes(name) || names.folded.includes(name.toLowerCase());
}

/** Places what is left of the condition on records of the name, if it can match any. */
function place({ number, condition }: NamedCondition, name: string, found: ConditionsOfName | undefined): void {
  const parts = partsWithName(condition, name);
  if (parts === undefined || found === undefined) return;
  found.tree.add({ number, parts: parts.map((part) => ({ condition: part })) });
  found.numbers.push(number);
}

function append<T>(map: Map<string, T[]>, key: string, item: T): void {
  const items = map.get(key);
  if (items === undefined) map.set(key, [item]);
  else items.push(item);
}
