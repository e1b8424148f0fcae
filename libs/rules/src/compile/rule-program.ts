import { type JsonObject, LazyRecord, type RecordView, recordView } from '@trailhound/cloudtrail';
import { type Answers, AskingView } from '../condition/asking-view.js';
import { simplifyCondition } from '../condition/simplify-condition.js';
import type { Rule } from '../rule.js';
import type { Evaluation } from './compiled-rules.js';
import { partsOf } from './known-name.js';
import { nameBoundOf } from './name-bound.js';
import { NameIndex } from './name-index.js';
import { Predicates } from './predicates.js';
import { type RuleOutcomes, RuleTree } from './rule-tree.js';

const none: readonly never[] = Object.freeze([]);

/** The rules of a set where records find them. Rules are added, then records evaluated; one at a time. */
export class RuleProgram {
  readonly #record: LazyRecord;
  readonly #predicates: Predicates;
  readonly #names: NameIndex;
  readonly #others: RuleTree;
  #hasOthers = false;
  readonly #rules: Rule[] = [];
  readonly #listed = new Set<string>();
  readonly #outcomes: RuleOutcomes = { matched: [], failed: [] };
  readonly #enrich: ((record: JsonObject) => JsonObject) | undefined;
  #view: RecordView;

  constructor(enrich: ((record: JsonObject) => JsonObject) | undefined) {
    this.#enrich = enrich;
    this.#record = new LazyRecord(enrich);
    this.#view = this.#record.view;
    this.#predicates = new Predicates(this.#record, () => this.#view);
    this.#names = new NameIndex(this.#predicates);
    this.#others = new RuleTree(this.#predicates, true);
  }

  /** `order` is what outcomes are sorted by. */
  add(order: number, rule: Rule): void {
    const condition = simplifyCondition(rule.condition);
    this.#rules[order] = rule;
    const names = nameBoundOf(condition, (keys) => this.#predicates.shareOf(keys));
    if (names?.kind === 'listed') for (const name of names.exact) this.#listed.add(name);
    if (names !== undefined) {
      this.#names.add({ order, condition, names });
      return;
    }
    this.#hasOthers = true;
    this.#others.add({ order, parts: partsOf(condition).map((part) => ({ condition: part })) });
  }

  /** Makes ahead what would be made when a record first needs it, a small piece a step. */
  *prepare(): Generator<void> {
    for (const name of this.#listed) yield* this.#names.prepare(name);
  }

  /** With `asks` conditions that are answered elsewhere find their answers in the view. */
  evaluate(bytes: Uint8Array, asks: boolean, answers: Answers | undefined): Evaluation {
    const record = this.#record;
    record.take(bytes);
    if (!this.#hasOthers && !this.#names.mayMatch()) {
      const view = recordView(bytes, this.#enrich);
      return { kind: 'evaluated', matched: none, failed: none, record: asks ? new AskingView(view, answers) : view };
    }
    const isRecord = record.openTaken();
    const { view } = record;
    if (!isRecord) return { kind: 'invalid', message: view.problem?.message ?? '' };
    this.#view = asks ? new AskingView(view, answers) : view;
    const outcomes = this.#outcomes;
    this.#names.visit(outcomes);
    this.#others.visit(outcomes);
    return {
      kind: 'evaluated',
      matched: this.#taken(outcomes.matched),
      failed: this.#taken(outcomes.failed),
      record: this.#view,
    };
  }

  /** The rules at these places, in their order and each once; the list is emptied. */
  #taken(orders: number[]): readonly Rule[] {
    if (orders.length === 0) return none;
    if (orders.length > 1) orders.sort((a, b) => a - b);
    const rules: Rule[] = [];
    let before = -1;
    for (const order of orders) {
      if (order !== before) rules.push(this.#rules[order] as Rule);
      before = order;
    }
    orders.length = 0;
    return rules;
  }
}
