import type { Condition } from '../condition/condition.js';
import type { Rule } from '../rule.js';
import { boundOf, isNever, type ValueBound } from './value-bound.js';

/** Where the compiled rule set keeps a rule: which records it is tried on. */
export interface RulePlan {
  /**
   * `eventName`, `eventSource`: only on records with one of `values`, or of `foldedValues` in any case. `scan`: on every
   * record. `never`: the condition contradicts itself. `disabled`: the rule is switched off.
   */
  readonly bucket: 'eventName' | 'eventSource' | 'scan' | 'never' | 'disabled';
  readonly values: readonly string[];
  readonly foldedValues: readonly string[];
  /** Why, in one sentence. */
  readonly reason: string;
}

/** Says which records a rule is tried on, and why; `scan` rules are what makes a rule set slow. */
export function explainPlan(rule: Pick<Rule, 'condition' | 'enabled'>): RulePlan {
  if (!rule.enabled) return plan('disabled', undefined, 'the rule is not enabled');
  return planCondition(rule.condition);
}

/** The plan of a condition as such. */
export function planCondition(condition: Condition): RulePlan {
  const known = plans.get(condition);
  if (known !== undefined) return known;
  const made = makePlan(condition);
  plans.set(condition, made);
  return made;
}

// Conditions never change, and each is looked at by the rule set, by lints and by what describes it.
const plans = new WeakMap<Condition, RulePlan>();

function makePlan(condition: Condition): RulePlan {
  const names = boundOf(condition, 'eventName');
  const sources = boundOf(condition, 'eventSource');
  if (isNever(names) || isNever(sources)) {
    return plan('never', undefined, 'the condition contradicts itself: no event name and source can satisfy it');
  }
  if (names !== undefined) return plan('eventName', names, 'the condition requires one of these event names');
  if (sources !== undefined) {
    return plan('eventSource', sources, 'the condition requires one of these event sources and no certain event name');
  }
  return plan('scan', undefined, 'the condition can match without a certain event name or event source');
}

function plan(bucket: RulePlan['bucket'], bound: ValueBound | undefined, reason: string): RulePlan {
  const values = [...(bound?.exact ?? [])].sort();
  const foldedValues = [...(bound?.folded ?? [])].sort();
  return { bucket, values, foldedValues, reason };
}
