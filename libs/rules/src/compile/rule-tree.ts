import type { CompiledCondition } from '../condition/compile-condition.js';
import { evaluationCost } from './evaluation-cost.js';
import type { IndexKey } from './index-keys.js';
import type { KeySource } from './key-source.js';
import type { Predicates } from './predicates.js';
import { type RulePart, rarestKeys } from './rarest-keys.js';

/** A rule on its way into a tree: what is left of its condition. */
export interface PlacedRule {
  /** Where the rule stands in the rule set. */
  readonly order: number;
  /** All of these must hold. */
  readonly parts: readonly RulePart[];
}

/** The rules that match, and those in error, on one record, by their place in the rule set. */
export interface RuleOutcomes {
  readonly matched: number[];
  readonly failed: number[];
}

/** More rules at one place are told apart further, where they can be. */
const maxTogether = 4;

interface Branch {
  readonly source: KeySource;
  readonly children: Map<number, RuleTree>;
}

interface Leaf {
  readonly order: number;
  readonly tests: readonly CompiledCondition[];
}

/**
 * Rules arranged by what a record must have for them to match: each stands under the rarest of the keys its condition can
 * be found by, and is tested only on records that lead there. Rules without any stand at the root.
 */
export class RuleTree {
  readonly #predicates: Predicates;
  readonly #branches: Branch[] = [];
  readonly #leaves: Leaf[] = [];
  #waiting: PlacedRule[] | undefined;

  /** `isRoot`: each rule is placed by a key at once, however few there are. */
  constructor(predicates: Predicates, isRoot = false) {
    this.#predicates = predicates;
    this.#waiting = isRoot ? undefined : [];
  }

  add(rule: PlacedRule): void {
    if (this.#waiting === undefined) {
      this.#place(rule);
      return;
    }
    this.#waiting.push(rule);
    this.#leaves.push(this.#leafOf(rule));
    if (this.#waiting.length <= maxTogether) return;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    this.#leaves.length = 0;
    for (const one of waiting) this.#place(one);
  }

  /** Adds the outcomes on the open record; a rule that several keys lead to may be there more than once. */
  visit(outcomes: RuleOutcomes): void {
    for (const { source, children } of this.#branches) {
      const count = source.read();
      for (let at = 0; at < count; at++) children.get(source.keys[at] as number)?.visit(outcomes);
    }
    for (const leaf of this.#leaves) this.#test(leaf, outcomes);
  }

  #test({ order, tests }: Leaf, { matched, failed }: RuleOutcomes): void {
    let isCertain = true;
    for (const test of tests) {
      const outcome = test(this.#predicates.record);
      if (outcome === 'no-match') return;
      if (outcome === 'error') isCertain = false;
    }
    (isCertain ? matched : failed).push(order);
  }

  #place(rule: PlacedRule): void {
    const found = rarestKeys(rule.parts, (keys) => this.#predicates.shareOf(keys));
    if (found === undefined) {
      this.#leaves.push(this.#leafOf(rule));
      return;
    }
    const { part, keys } = found;
    const others = rule.parts.filter((one) => one !== part);
    const parts = keys.decide ? others : [...others, { ...part, isUsed: true }];
    for (const key of keys.keys) this.#childOf(key)?.add({ order: rule.order, parts });
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

  #leafOf({ order, parts }: PlacedRule): Leaf {
    const conditions = parts.map(({ condition }) => condition);
    const byCost = conditions.map((condition) => ({ condition, cost: evaluationCost(condition) }));
    byCost.sort((a, b) => a.cost - b.cost);
    return { order, tests: byCost.map(({ condition }) => this.#predicates.compile(condition)) };
  }
}
