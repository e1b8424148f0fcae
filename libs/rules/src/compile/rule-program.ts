import { type JsonObject, LazyRecord, type RecordView, recordView, viewOf } from '@trailhound/cloudtrail';
import { type Answers, AskingView } from '../condition/asking-view.js';
import { compileCondition } from '../condition/compile-condition.js';
import type { Condition } from '../condition/condition.js';
import { conditionKey } from '../condition/condition-key.js';
import { simplifyCondition } from '../condition/simplify-condition.js';
import { InsightTest } from './insight-test.js';
import { partsOf, partsOn } from './known-name.js';
import { nameBoundOf } from './name-bound.js';
import { NameIndex } from './name-index.js';
import { Predicates } from './predicates.js';
import type { RuleMembers } from './rule-members.js';
import { type Outcomes, RuleTree } from './rule-tree.js';

/** What records are read for: all that a program has, or less. */
export interface ProgramScope {
  readonly members: RuleMembers;
  /** Some of the conditions are found by something else than the event name. */
  readonly hasOthers: boolean;
  /** Some of them may match a record without an event name. */
  readonly hasNameless: boolean;
  /** Conditions that are answered elsewhere find their answers in the view. */
  readonly asks: boolean;
}

/** What conditions of a program say of a record, by their numbers; good until the next one is evaluated. */
export type ProgramOutcome =
  | {
      readonly kind: 'evaluated';
      readonly outcomes: Outcomes;
      readonly record: RecordView;
      /** The record tells what CloudTrail Insights found; told only where some condition matches or is in error. */
      readonly isInsight: boolean;
    }
  | { readonly kind: 'invalid'; readonly message: string };

/**
 * Conditions where records find them, of one rule set or of several that follow one another: equal ones are one. They
 * are added between records, at any time; a {@link ProgramScope} says which of them a record is read for.
 */
export class RuleProgram {
  readonly #record: LazyRecord;
  readonly #insight: InsightTest;
  readonly #predicates: Predicates;
  readonly #names: NameIndex;
  readonly #others: RuleTree;
  readonly #numbers = new Map<string, number>();
  /** By number. */
  readonly #isOther: boolean[] = [];
  readonly #isNameless: boolean[] = [];
  readonly #unprepared = new Set<string>();
  readonly #enrich: ((record: JsonObject) => JsonObject) | undefined;
  readonly #outcomes: Outcomes = { matched: [], failed: [] };
  #size = 0;
  #view: RecordView;

  constructor(enrich: ((record: JsonObject) => JsonObject) | undefined) {
    this.#enrich = enrich;
    this.#record = new LazyRecord(enrich);
    this.#view = this.#record.view;
    this.#insight = new InsightTest(this.#record);
    this.#predicates = new Predicates(this.#record, () => this.#view);
    this.#names = new NameIndex(this.#predicates);
    this.#others = new RuleTree(this.#predicates, true);
  }

  /** How many conditions there are; their numbers are below. */
  get size(): number {
    return this.#size;
  }

  /** The number of a condition that is there. */
  numberOf(condition: Condition): number | undefined {
    return this.#numbers.get(conditionKey(condition));
  }

  /**
   * Adds a condition that is not there yet; its number. TypeError for one `checkCondition` refuses: sets that have others
   * of the program go on.
   */
  add(condition: Condition): number {
    // Compiled first, so that one that cannot be is nowhere.
    compileCondition(condition);
    const number = this.#size;
    this.#size += 1;
    const simple = simplifyCondition(condition);
    const names = nameBoundOf(simple, (keys) => this.#predicates.shareOf(keys));
    this.#isOther.push(names === undefined);
    this.#isNameless.push(names !== undefined && partsOn(simple, viewOf({})) !== undefined);
    if (names === undefined) {
      this.#others.add({ number, parts: partsOf(simple).map((part) => ({ condition: part })) });
    } else {
      this.#names.add({ number, condition: simple, names });
      if (names.kind === 'listed') for (const name of names.exact) this.#unprepared.add(name);
    }
    this.#numbers.set(conditionKey(condition), number);
    return number;
  }

  /** Makes ahead what would be made when a record first needs it, a small piece a step. */
  *prepare(): Generator<void> {
    for (const name of this.#unprepared) {
      yield* this.#names.prepare(name);
      this.#unprepared.delete(name);
    }
  }

  /** What records are read for to find the conditions that `members` has. */
  scopeOf(members: RuleMembers, asks: boolean): ProgramScope {
    return {
      members,
      hasOthers: this.#isOther.some((is, number) => is && members.has(number)),
      hasNameless: this.#isNameless.some((is, number) => is && members.has(number)),
      asks,
    };
  }

  /** `isNamed`: that its name may match is known already. */
  evaluate(
    bytes: Uint8Array,
    { members, hasOthers, hasNameless, asks }: ProgramScope,
    { isNamed, answers }: { readonly isNamed: boolean; readonly answers: Answers | undefined },
  ): ProgramOutcome {
    const record = this.#record;
    record.take(bytes);
    if (!isNamed && !hasOthers && !hasNameless && !this.#names.mayMatch(members)) {
      const view = recordView(bytes, this.#enrich);
      const seen = asks ? new AskingView(view, answers) : view;
      return { kind: 'evaluated', outcomes: nothing, record: seen, isInsight: false };
    }
    const isRecord = record.openTaken();
    const { view } = record;
    if (!isRecord) return { kind: 'invalid', message: view.problem?.message ?? '' };
    this.#view = asks ? new AskingView(view, answers) : view;
    const outcomes = this.#outcomes;
    // To shorten an array takes long, even where it is empty.
    if (outcomes.matched.length > 0) outcomes.matched.length = 0;
    if (outcomes.failed.length > 0) outcomes.failed.length = 0;
    this.#names.visit(members, outcomes);
    if (hasOthers) this.#others.visit(members, outcomes);
    const isInsight = outcomes.matched.length + outcomes.failed.length > 0 && this.#insight.holds();
    return { kind: 'evaluated', outcomes, record: this.#view, isInsight };
  }
}

const nothing: Outcomes = { matched: [], failed: [] };
