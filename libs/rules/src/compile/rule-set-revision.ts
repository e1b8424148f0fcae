import { canonicalJson, sha256Hex } from '@trailhound/contracts';
import { conditionKey } from '../condition/condition-key.js';
import type { Rule } from '../rule.js';

/**
 * Hash of everything that decides what a rule set does, 64 hexadecimal digits: equal rules in another file or with other
 * tests are the same revision; their order counts, as matches are reported in it.
 */
export function ruleSetRevision(rules: readonly Rule[]): string {
  return sha256Hex(canonicalJson(ruleHashes(rules)));
}

/** A hash for each rule of what it does, in their order. */
export function ruleHashes(rules: readonly Rule[]): readonly string[] {
  const hashes = new Map<Rule, string>();
  const hashOf = (rule: Rule): string => {
    const known = hashes.get(rule);
    if (known !== undefined) return known;
    const hash = sha256Hex(canonicalJson(content(rule, hashOf)));
    hashes.set(rule, hash);
    return hash;
  };
  return rules.map(hashOf);
}

/** What a rule does; the rules a correlation looks at stand in it as their hashes. */
function content(rule: Rule, hashOf: (input: Rule) => string): unknown {
  const {
    condition,
    suppressions,
    correlation,
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
    ...(correlation && {
      correlation: {
        ...correlation,
        inputs: correlation.inputs.map((input) => ({ ...input, rule: hashOf(input.rule) })),
      },
    }),
  };
}
