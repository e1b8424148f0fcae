import { canonicalJson, sha256Hex } from '@trailhound/contracts';
import { conditionKey } from '../condition/condition-key.js';
import type { Rule } from '../rule.js';

/**
 * Hash of everything that decides what a rule set does, 64 hexadecimal digits: equal rules in another file or with other
 * tests are the same revision; their order counts, as matches are reported in it.
 */
export function ruleSetRevision(rules: readonly Rule[]): string {
  return sha256Hex(canonicalJson(rules.map(content)));
}

function content(rule: Rule): unknown {
  const {
    condition,
    suppressions,
    place: _place,
    tests: _tests,
    lints: _lints,
    acceptedLints: _accepted,
    ...rest
  } = rule;
  return {
    ...rest,
    condition: conditionKey(condition),
    suppressions: suppressions.map(({ when, place: _at, ...suppression }) => ({
      ...suppression,
      when: conditionKey(when),
    })),
  };
}
