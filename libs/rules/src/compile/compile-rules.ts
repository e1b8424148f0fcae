import { type JsonObject, recordView } from '@trailhound/cloudtrail';
import { AskingView } from '../condition/asking-view.js';
import { questionsIn } from '../condition/walk-condition.js';
import type { Rule } from '../rule.js';
import { atOnce, type Steps } from '../steps.js';
import type { CompiledRules, RecordHints } from './compiled-rules.js';
import { HintIndex } from './hint-index.js';
import { RuleProgram } from './rule-program.js';
import { revisionSteps } from './rule-set-revision.js';

export interface CompileOptions {
  /** Computes the root `enriched`, called at most once a record and only when a rule or an alert asks for it. */
  readonly enrich?: (record: JsonObject) => JsonObject;
}

/**
 * Compiles a rule set: each rule stands under the rarest thing a record must have for it, equal parts of conditions are
 * evaluated once a record, and a record is read where it stands in its bytes. The conditions must have passed
 * `checkCondition`, as what `lower` returns has; TypeError otherwise.
 */
export function compileRules(rules: readonly Rule[], options: CompileOptions = {}): CompiledRules {
  return atOnce(compileSteps(rules, options));
}

/**
 * The same in small steps, so that a change of many thousand rules holds nothing up: the set in force goes on until the
 * new one is whole. What is known of a rule that is in both is not found out again.
 */
export function* compileSteps(rules: readonly Rule[], { enrich }: CompileOptions = {}): Steps<CompiledRules> {
  const program = new RuleProgram(enrich);
  const hinted = new HintIndex();
  let asks = false;
  for (const [order, rule] of rules.entries()) {
    if (!rule.enabled) continue;
    program.add(order, rule);
    hinted.add(rule);
    asks ||= asksQuestions(rule);
    yield;
  }
  yield* program.prepare();
  const revision = yield* revisionSteps(rules);
  const mayMatch = ({ eventName, eventSource }: RecordHints): boolean => {
    if (eventName === undefined || eventSource === undefined) return true;
    return hinted.mayMatch(eventName, eventSource);
  };
  return {
    revision,
    rules,
    asks,
    view: (bytes) => recordView(bytes, enrich),
    mayMatch,
    evaluate(bytes, hints, answers) {
      if (hints === undefined || mayMatch(hints)) return program.evaluate(bytes, asks, answers);
      const view = recordView(bytes, enrich);
      return { kind: 'evaluated', matched: none, failed: none, record: asks ? new AskingView(view, answers) : view };
    },
  };
}

const none: readonly never[] = Object.freeze([]);

/** Whether the rule has conditions, its suppressions' among them, that are answered elsewhere. */
function asksQuestions({ condition, suppressions }: Rule): boolean {
  return [condition, ...suppressions.map(({ when }) => when)].some((root) => questionsIn(root).length > 0);
}
