import { type JsonObject, recordView } from '@trailhound/cloudtrail';
import { AskingView } from '../condition/asking-view.js';
import { asksForInsights } from '../condition/asks-for-insights.js';
import type { Condition } from '../condition/condition.js';
import { questionsIn } from '../condition/walk-condition.js';
import type { Rule } from '../rule.js';
import type { Steps } from '../steps.js';
import type { CompiledRules, RecordHints } from './compiled-rules.js';
import { HintAnswers, HintIndex } from './hint-index.js';
import { RuleMembers } from './rule-members.js';
import { type ProgramScope, RuleProgram } from './rule-program.js';
import { revisionSteps } from './rule-set-revision.js';

export interface CompileOptions {
  /** Computes the root `enriched`, called at most once a record and only when a rule or an alert asks for it. */
  readonly enrich?: (record: JsonObject) => JsonObject;
}

/** Conditions of earlier sets are kept until they are half as many as those in use, and so many more. */
const keptShare = 0.5;
const keptAlways = 1_000;

/** What sets that follow one another share. */
interface Shared {
  readonly program: RuleProgram;
  readonly hints: HintIndex;
}

/**
 * Compiles rule sets that follow one another, each into an immutable program. What the next set has in common with those
 * before is not compiled again: all of them read records by one index of conditions, of which each knows its own. It is
 * made anew when too much of it is of rules that are gone.
 */
export class RuleCompiler {
  readonly #enrich: CompileOptions['enrich'];
  #shared: Shared;

  constructor({ enrich }: CompileOptions = {}) {
    this.#enrich = enrich;
    this.#shared = this.#noConditions();
  }

  /**
   * Compiles a set in small steps, so that a change of many thousand rules holds nothing up: the sets before go on, on
   * records that come between two steps. Throws TypeError for a condition that `checkCondition` refuses.
   */
  *compile(rules: readonly Rule[]): Steps<CompiledRules> {
    const shared = yield* this.#sharedFor(rules);
    const { program } = shared;
    const numbers: (number | undefined)[] = [];
    let asks = false;
    for (const rule of rules) {
      numbers.push(rule.enabled ? numberOf(rule.condition, shared) : undefined);
      asks ||= rule.enabled && asksQuestions(rule);
      yield;
    }
    yield* program.prepare();
    const revision = yield* revisionSteps(rules);
    const members = new RuleMembers(numbers, program.size);
    const scope = program.scopeOf(members, asks);
    return this.#compiled({ revision, rules, asks }, shared, scope);
  }

  /** What the set shares with those before: all there is, or nothing where too little of it is of use. */
  *#sharedFor(rules: readonly Rule[]): Steps<Shared> {
    const shared = this.#shared;
    const used = new Set<number>();
    let added = 0;
    for (const { enabled, condition } of rules) {
      const number = enabled ? shared.program.numberOf(condition) : undefined;
      if (number !== undefined) used.add(number);
      else if (enabled) added += 1;
      yield;
    }
    const unused = shared.program.size - used.size;
    if (unused <= keptAlways + keptShare * (used.size + added)) return shared;
    this.#shared = this.#noConditions();
    return this.#shared;
  }

  #noConditions(): Shared {
    return { program: new RuleProgram(this.#enrich), hints: new HintIndex() };
  }

  #compiled(
    set: Pick<CompiledRules, 'revision' | 'rules' | 'asks'>,
    { program, hints }: Shared,
    scope: ProgramScope,
  ): CompiledRules {
    const enrich = this.#enrich;
    const { rules, asks } = set;
    const { members } = scope;
    const answers = new HintAnswers(hints, members);
    const rulesWith = (conditions: readonly number[]): readonly Rule[] => {
      if (conditions.length === 0) return none;
      return members.placesOf(conditions).map((place) => rules[place] as Rule);
    };
    const mayMatch = ({ eventName, eventSource }: RecordHints): boolean => {
      if (eventName === undefined || eventSource === undefined) return true;
      return answers.mayMatch(eventName, eventSource);
    };
    return {
      ...set,
      view: (bytes) => recordView(bytes, enrich),
      mayMatch,
      evaluate(bytes, hinted, known) {
        if (hinted !== undefined && !mayMatch(hinted)) {
          const view = recordView(bytes, enrich);
          const record = asks ? new AskingView(view, known) : view;
          return { kind: 'evaluated', matched: none, failed: none, record };
        }
        const isNamed = hinted?.eventName !== undefined && hinted.eventSource !== undefined;
        const found = program.evaluate(bytes, scope, { isNamed, answers: known });
        if (found.kind === 'invalid') return found;
        const { record, outcomes } = found;
        const matched = rulesWith(outcomes.matched);
        const failed = rulesWith(outcomes.failed);
        if (!found.isInsight) return { kind: 'evaluated', matched, failed, record };
        const isTried = ({ condition }: Rule) => asksForInsights(condition);
        return { kind: 'evaluated', matched: matched.filter(isTried), failed: failed.filter(isTried), record };
      },
    };
  }
}

const none: readonly never[] = Object.freeze([]);

/** The number of a rule's condition, which is added where it is new. */
function numberOf(condition: Condition, { program, hints }: Shared): number {
  const known = program.numberOf(condition);
  if (known !== undefined) return known;
  const number = program.add(condition);
  hints.add(number, condition);
  return number;
}

/** Whether the rule has conditions, its suppressions' among them, that are answered elsewhere. */
function asksQuestions({ condition, suppressions }: Rule): boolean {
  return isAsking(condition) || suppressions.some(({ when }) => isAsking(when));
}

// Conditions never change, and most are in the next set, too.
const asking = new WeakMap<Condition, boolean>();

function isAsking(condition: Condition): boolean {
  const known = asking.get(condition);
  if (known !== undefined) return known;
  const asks = questionsIn(condition).length > 0;
  asking.set(condition, asks);
  return asks;
}
