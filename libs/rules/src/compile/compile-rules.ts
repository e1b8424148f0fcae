import { type JsonObject, own, type RecordView, recordView } from '@trailhound/cloudtrail';
import { AskingView } from '../condition/asking-view.js';
import type { CompiledCondition } from '../condition/compile-condition.js';
import { simplifyCondition } from '../condition/simplify-condition.js';
import { questionsIn } from '../condition/walk-condition.js';
import type { Rule } from '../rule.js';
import { CandidateIndex } from './candidate-index.js';
import type { CompiledRules, Evaluation, RecordHints } from './compiled-rules.js';
import { ruleSetRevision } from './rule-set-revision.js';
import { SharedConditions } from './shared-conditions.js';

export interface CompileOptions {
  /** Computes the root `enriched`, called at most once a record and only when a rule or an alert asks for it. */
  readonly enrich?: (record: JsonObject) => JsonObject;
}

interface CompiledRule {
  readonly rule: Rule;
  readonly test: CompiledCondition;
}

/**
 * Compiles a rule set: rules are found by event name and source, and equal parts of their conditions are evaluated once a
 * record. The conditions must have passed `checkCondition`, as what `lower` returns has; TypeError otherwise.
 */
export function compileRules(rules: readonly Rule[], { enrich }: CompileOptions = {}): CompiledRules {
  const enabled = rules.filter((rule) => rule.enabled);
  const conditions = new Map(enabled.map((rule) => [rule, simplifyCondition(rule.condition)]));
  const shared = new SharedConditions(conditions.values());
  const compiled = [...conditions].map(
    ([rule, condition]): CompiledRule => ({ rule, test: shared.compile(condition) }),
  );
  const index = new CandidateIndex(compiled);
  const asks = enabled.some(asksQuestions);
  const mayMatch = ({ eventName, eventSource }: RecordHints): boolean => {
    if (eventName === undefined || eventSource === undefined) return true;
    return index.candidates(eventName, eventSource).length > 0;
  };

  return {
    revision: ruleSetRevision(rules),
    rules,
    asks,
    view: (bytes) => recordView(bytes, enrich),
    mayMatch,
    evaluate(bytes, hints, answers) {
      const lazy = recordView(bytes, enrich);
      const record = asks ? new AskingView(lazy, answers) : lazy;
      if (hints !== undefined && !mayMatch(hints)) return { kind: 'evaluated', matched: [], failed: [], record };
      if (lazy.problem !== undefined) return { kind: 'invalid', message: lazy.problem.message };
      const candidates = candidatesFor(record.root('record'), index, compiled);
      shared.beginRecord();
      return evaluated(candidates, record);
    },
  };
}

/** Whether the rule has conditions, its suppressions' among them, that are answered elsewhere. */
function asksQuestions({ condition, suppressions }: Rule): boolean {
  return [condition, ...suppressions.map(({ when }) => when)].some((root) => questionsIn(root).length > 0);
}

/** A record whose event name or source is no text is tried on all rules: rare, and the index proves nothing about it. */
function candidatesFor(
  record: unknown,
  index: CandidateIndex<CompiledRule>,
  all: readonly CompiledRule[],
): readonly CompiledRule[] {
  const eventName = own(record, 'eventName');
  const eventSource = own(record, 'eventSource');
  if (typeof eventName !== 'string' || typeof eventSource !== 'string') return all;
  return index.candidates(eventName, eventSource);
}

function evaluated(candidates: readonly CompiledRule[], record: RecordView): Evaluation {
  const matched: Rule[] = [];
  const failed: Rule[] = [];
  for (const { rule, test } of candidates) {
    const outcome = test(record);
    if (outcome === 'match') matched.push(rule);
    else if (outcome === 'error') failed.push(rule);
  }
  return { kind: 'evaluated', matched, failed, record };
}
