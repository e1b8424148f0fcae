import { recordPath, viewOf } from '@trailhound/cloudtrail';
import type { Condition, Scalar } from '../condition/condition.js';
import { FieldKeys } from './field-keys.js';
import { partsOn, partsWithName } from './known-name.js';
import type { NameBound } from './name-bound.js';
import type { Predicates } from './predicates.js';
import { type RuleOutcomes, RuleTree } from './rule-tree.js';
import { ValueTable } from './value-table.js';

/** A rule that can match records of certain event names only. */
export interface NamedRule {
  readonly order: number;
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

/**
 * The rules of each event name: a tree of their own, in which what they say of the name is decided already. A name's tree
 * is made when it is first met, or asked for ahead.
 */
export class NameIndex {
  readonly #predicates: Predicates;
  readonly #slot: number;
  readonly #rules: NamedRule[] = [];
  readonly #exact = new Map<string, NamedRule[]>();
  readonly #folded = new Map<string, NamedRule[]>();
  readonly #tested: NamedRule[] = [];
  readonly #found: number[] = [];
  #trees: (RuleTree | undefined)[] = [];
  #names: NameTable;
  /** Some rule may match a record without an event name. */
  #hasNameless = false;

  constructor(predicates: Predicates) {
    this.#predicates = predicates;
    this.#slot = predicates.record.slotOf(namePath);
    this.#names = this.#noNames();
  }

  /** Before any record is visited. */
  add(rule: NamedRule): void {
    this.#rules.push(rule);
    this.#hasNameless ||= partsOn(rule.condition, viewOf({})) !== undefined;
    const { names } = rule;
    if (names.kind === 'tested') this.#tested.push(rule);
    else {
      for (const name of names.exact) append(this.#exact, name, rule);
      for (const name of names.folded) append(this.#folded, name, rule);
    }
  }

  visit(outcomes: RuleOutcomes): void {
    if (this.#rules.length === 0) return;
    const { keys } = this.#names;
    if (keys.read() > 0) {
      this.#trees[keys.keys[0] as number]?.visit(outcomes);
      return;
    }
    const values = this.#predicates.record.values(this.#slot);
    const [name] = values;
    if (values.length === 1 && typeof name === 'string') this.#treeOf(name)?.visit(outcomes);
    else this.#visitAll(outcomes);
  }

  /**
   * Whether some rule may match, or be in error on, the record that was taken up. False is certain, if its bytes are JSON:
   * its only member called `eventName`, wherever it stands, has the name of no rule that could.
   */
  mayMatch(): boolean {
    if (this.#rules.length === 0) return false;
    if (this.#hasNameless) return true;
    const { record } = this.#predicates;
    const start = record.soleEventName();
    if (start < 0) return true;
    // A name that is new here gets its tree when the record is visited.
    if (this.#names.table.findInBytes(record, start, record.textEnd, this.#found) !== 1) return true;
    return this.#trees[this.#found[0] as number] !== undefined;
  }

  /** Makes the tree of a name ahead, one rule a step. */
  *prepare(name: string): Generator<void> {
    if (this.#names.table.numberOf(name) !== undefined) return;
    const tree = new RuleTree(this.#predicates);
    let isEmpty = true;
    for (const rule of this.#rulesOf(name)) {
      if (this.#place(rule, name, tree)) isEmpty = false;
      yield;
    }
    this.#keep(name, isEmpty ? undefined : tree);
  }

  #treeOf(name: string): RuleTree | undefined {
    for (const _step of this.prepare(name));
    return this.#trees[this.#names.table.numberOf(name) ?? -1];
  }

  #keep(name: string, tree: RuleTree | undefined): void {
    if (this.#trees.length >= maxNames) {
      this.#trees = [];
      this.#names = this.#noNames();
    }
    const number = this.#names.keys.add(name);
    if (number !== undefined) this.#trees[number] = tree;
  }

  #noNames(): NameTable {
    const table = new ValueTable({ coerce: 'strict', fold: false });
    return { table, keys: new FieldKeys(this.#predicates.record, namePath, table) };
  }

  #rulesOf(name: string): readonly NamedRule[] {
    const view = viewOf({ eventName: name });
    const tested = this.#tested.filter(({ names }) => names.kind === 'tested' && names.mayMatch(view) !== 'no-match');
    const listed = [...(this.#exact.get(name) ?? []), ...(this.#folded.get(name.toLowerCase()) ?? [])];
    return [...new Set([...listed, ...tested])];
  }

  #place({ order, condition }: NamedRule, name: string, tree: RuleTree): boolean {
    const parts = partsWithName(condition, name);
    if (parts === undefined) return false;
    tree.add({ order, parts: parts.map((part) => ({ condition: part })) });
    return true;
  }

  /** A record whose event name is no text is rare, and says nothing of what can match. */
  #visitAll({ matched, failed }: RuleOutcomes): void {
    for (const { order, condition } of this.#rules) {
      const outcome = this.#predicates.compile(condition)(this.#predicates.record);
      if (outcome === 'match') matched.push(order);
      else if (outcome === 'error') failed.push(order);
    }
  }
}

function append(map: Map<string, NamedRule[]>, key: string, rule: NamedRule): void {
  const rules = map.get(key);
  if (rules === undefined) map.set(key, [rule]);
  else rules.push(rule);
}
