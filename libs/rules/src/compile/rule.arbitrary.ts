import type { Condition } from '../condition/condition.js';
import type { Rule } from '../rule.js';

/** A rule with nothing but an id and a condition to tell it from others. */
export function ruleOf(id: string, condition: Condition, changes: Partial<Rule> = {}): Rule {
  const place = { file: 'test.yaml', line: 1, column: 1 };
  const identity = { language: 'threatstack', sourceText: id, groupBy: [], threshold: null, dedupMs: null };
  return {
    id,
    title: id,
    severity: 'medium',
    enabled: true,
    audit: false,
    language: 'threatstack',
    conditionText: '',
    condition,
    groupBy: [],
    threshold: null,
    dedupMs: null,
    identity,
    stateHash: id,
    suppressions: [],
    fields: [],
    tags: [],
    frameworks: {},
    actions: [],
    tests: [],
    place,
    lints: [],
    acceptedLints: [],
    ...changes,
  };
}
