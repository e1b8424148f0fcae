import { canonicalJson, sha256Hex } from '@trailhound/contracts';
import { conditionKey } from '../condition/condition-key.js';
import type { Rule } from '../rule.js';

/**
 * Hash of everything that decides what a rule set does, 64 hexadecimal digits: equal rules in another file or with other
 * tests are the same revision; their order counts, as matches are reported in it. One rule a step.
 */
export function* revisionSteps(rules: readonly Rule[]): Generator<void, string> {
  const hashes: string[] = [];
  for (const rule of rules) {
    hashes.push(hashOf(rule));
    yield;
  }
  // A hash of hashes of hashes: of many thousand at once it would take long.
  let level: readonly string[] = hashes;
  while (level.length > maxTogether) {
    const groups: string[] = [];
    for (let at = 0; at < level.length; at += maxTogether) {
      groups.push(sha256Hex(canonicalJson(level.slice(at, at + maxTogether))));
      yield;
    }
    level = groups;
  }
  return sha256Hex(canonicalJson(level));
}

const maxTogether = 256;

/** A hash for each rule of what it does, in their order. */
export function ruleHashes(rules: readonly Rule[]): readonly string[] {
  return rules.map(hashOf);
}

// Rules never change, and most are in the next set, too.
const known = new WeakMap<Rule, string>();

function hashOf(rule: Rule): string {
  const before = known.get(rule);
  if (before !== undefined) return before;
  const hash = sha256Hex(canonicalJson(content(rule)));
  known.set(rule, hash);
  return hash;
}

/** What a rule does; the rules a correlation looks at stand in it as their hashes. */
function content(rule: Rule): unknown {
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
