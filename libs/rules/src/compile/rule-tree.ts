import type { CompiledCondition } from '../condition/compile-condition.js';
import { evaluationCost } from './evaluation-cost.js';
import type { IndexKey } from './index-keys.js';
import type { KeySource } from './key-source.js';
import type { Predicates } from './predicates.js';
import { type RulePart, rarestKeys } from './rarest-keys.js';
import type { RuleMembers } from './rule-members.js';

/** A condition on its way into a tree: what is left of it. */
export interface PlacedCondition {
  /** Its number in the program. */
  readonly number: number;
  /** All of these must hold. */
  readonly parts: readonly RulePart[];
}

/** The conditions that match, and those in error, on one record, by their numbers; one may be there more than once. */
export interface Outcomes {
  readonly matched: number[];
  readonly failed: number[];
}

/** More conditions at one place are told apart further, where they can be. */
const maxTogether = 4;
/** What costs so much or more is tested only where the record has a key it asks for, if it asks for few. */
const costlyFrom = 2;
const maxKeysAhead = 16;

interface Branch {
  readonly source: KeySource;
  readonly children: Map<number, RuleTree>;
}

interface Leaf {
  readonly number: number;
  readonly tests: readonly CompiledCondition[];
}

/**
 * Conditions arranged by what a record must have for them to match: each stands under the rarest of the keys it can be
 * found by, and is tested only on records that lead there. Those without any stand at the root. More may come at any time
 * between two records; those that no rule has any more are passed over.
 */
export class RuleTree {
  readonly #predicates: Predicates;
  readonly #branches: Branch[] = [];
  readonly #leaves: Leaf[] = [];
  #waiting: PlacedCondition[] | undefined;

  /** `isRoot`: each condition is placed by a key at once, however few there are. */
  constructor(predicates: Predicates, isRoot = false) {
    this.#predicates = predicates;
    this.#waiting = isRoot ? undefined : [];
  }

  add(placed: PlacedCondition): void {
    if (this.#waiting === undefined) {
      this.#place(placed);
      return;
    }
    this.#waiting.push(placed);
    this.#leaves.push(this.#leafOf(placed));
    if (this.#waiting.length <= maxTogether) return;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    this.#leaves.length = 0;
    for (const one of waiting) this.#place(one);
  }

  /** Adds the outcomes on the open record of the conditions that `members` has. */
  visit(members: RuleMembers, outcomes: Outcomes): void {
    for (const { source, children } of this.#branches) {
      const count = source.read();
      for (let at = 0; at < count; at++) children.get(source.keys[at] as number)?.visit(members, outcomes);
    }
    for (const leaf of this.#leaves) if (members.has(leaf.number)) this.#test(leaf, outcomes);
  }

  #test({ number, tests }: Leaf, { matched, failed }: Outcomes): void {
    let isCertain = true;
    for (const test of tests) {
      const outcome = test(this.#predicates.record);
      if (outcome === 'no-match') return;
      if (outcome === 'error') isCertain = false;
    }
    (isCertain ? matched : failed).push(number);
  }

  #place(placed: PlacedCondition): void {
    const found = rarestKeys(placed.parts, (keys) => this.#predicates.shareOf(keys));
    if (found === undefined) {
      this.#leaves.push(this.#leafOf(placed));
      return;
    }
    const { part, keys } = found;
    const others = placed.parts.filter((one) => one !== part);
    const parts = keys.decide ? others : [...others, { ...part, isUsed: true }];
    for (const key of keys.keys) this.#childOf(key)?.add({ number: placed.number, parts });
  }

  #childOf(key: IndexKey): RuleTree | undefined {
    const source = this.#predicates.sourceOf(key);
    const number = this.#predicates.numberOf(key);
    if (number === undefined) return undefined;
    let branch = this.#branches.find((one) => one.source === source);
    if (branch === undefined) {
      branch = { source, children: new Map() };
      this.#branches.push(branch);
    }
    let child = branch.children.get(number);
    if (child === undefined) {
      child = new RuleTree(this.#predicates);
      branch.children.set(number, child);
    }
    return child;
  }

  #leafOf({ number, parts }: PlacedCondition): Leaf {
    const byCost = parts.map((part) => ({ part, cost: evaluationCost(part.condition) }));
    byCost.sort((a, b) => a.cost - b.cost);
    const ahead = byCost.flatMap(({ part, cost }) => (cost < costlyFrom ? [] : this.#keyTestOf(part)));
    return { number, tests: [...ahead, ...byCost.map(({ part }) => this.#predicates.compile(part.condition))] };
  }

  /** What the record must have for a part to hold is found out first where that is cheaper. */
  #keyTestOf(part: RulePart): readonly CompiledCondition[] {
    const found = rarestKeys([part], (keys) => this.#predicates.shareOf(keys));
    if (found === undefined || found.keys.decide || found.keys.keys.length > maxKeysAhead) return [];
    return [this.#predicates.hasOneOf(found.keys.keys)];
  }
}
