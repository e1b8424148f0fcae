import { didYouMean } from '@trailhound/contracts';
import type { Correlation } from '../correlation/correlation.js';
import { lintAt, type PlacedLint } from '../lint/placed-lint.js';
import type { Rule, Suppression } from '../rule.js';
import { atOnce, type Steps } from '../steps.js';
import type { FileSuppression } from './load-suppressions.js';

/** Every suppression that can mute the rule: its own and those of files. Where several hold, all of them are named. */
export function suppressionsFor(rule: Rule, suppressions: readonly FileSuppression[]): readonly Suppression[] {
  const applying = suppressions.filter(
    ({ rules, packs }) =>
      rules.includes('*') || rules.includes(rule.id) || (rule.pack !== undefined && packs.includes(rule.pack)),
  );
  return [...rule.suppressions, ...applying];
}

/**
 * The rule set with the suppressions of files joined to the rules they name, also where such a rule is an input of a
 * correlation: a match that is muted does not count there either. The same rules and suppressions give the same objects,
 * so that what is known of them stays known.
 */
export function withSuppressions(rules: readonly Rule[], suppressions: readonly FileSuppression[]): readonly Rule[] {
  return atOnce(withSuppressionsSteps(rules, suppressions));
}

/** The same, one rule a step. */
export function* withSuppressionsSteps(
  rules: readonly Rule[],
  suppressions: readonly FileSuppression[],
): Steps<readonly Rule[]> {
  const joined = new Map<Rule, Rule>();
  const join = (rule: Rule): Rule => {
    const known = joined.get(rule) ?? joinedRule(rule, suppressionsFor(rule, suppressions), join);
    joined.set(rule, known);
    return known;
  };
  const all: Rule[] = [];
  for (const rule of rules) {
    all.push(join(rule));
    yield;
  }
  return all;
}

/** The rule with these suppressions and, where it is a correlation, joined inputs; itself where that changes nothing. */
function joinedRule(rule: Rule, suppressions: readonly Suppression[], join: (input: Rule) => Rule): Rule {
  const { correlation } = rule;
  const inputs = correlation?.inputs.map((input) => ({ ...input, rule: join(input.rule) }));
  const before = [rule, lastJoined.get(rule)].find((one) => {
    return (
      one !== undefined &&
      isSame(one.suppressions, suppressions) &&
      isSame(inputRules(one.correlation), inputRules({ inputs }))
    );
  });
  if (before !== undefined) return before;
  const joined: Rule = {
    ...rule,
    suppressions,
    ...(correlation && inputs && { correlation: { ...correlation, inputs } }),
  };
  lastJoined.set(rule, joined);
  return joined;
}

/** By rule what was last made of it. */
const lastJoined = new WeakMap<Rule, Rule>();

function inputRules(correlation: { readonly inputs?: Correlation['inputs'] | undefined } = {}): readonly Rule[] {
  return correlation.inputs?.map((input) => input.rule) ?? [];
}

function isSame<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((one, at) => one === b[at]);
}

/** Names in suppressions that no loaded rule or pack has. */
export function unknownTargetLints(suppressions: readonly FileSuppression[], rules: readonly Rule[]): PlacedLint[] {
  if (suppressions.length === 0) return [];
  const ids = new Set(rules.map(({ id }) => id));
  const packs = new Set(rules.flatMap(({ pack }) => pack ?? []));
  const lint = ({ id, place }: FileSuppression, what: string, name: string, known: Iterable<string>): PlacedLint => {
    const near = didYouMean(name, known);
    const message = `the suppression names ${what} ${name}, which is not loaded`;
    return lintAt(place, { code: 'W-UNKNOWN-RULE', message, ...(near && { advice: `did you mean ${near}?` }) }, id);
  };
  return suppressions.flatMap((suppression) => [
    ...suppression.rules
      .filter((name) => name !== '*' && !ids.has(name))
      .map((name) => lint(suppression, 'rule', name, ids)),
    ...suppression.packs.filter((name) => !packs.has(name)).map((name) => lint(suppression, 'pack', name, packs)),
  ]);
}
