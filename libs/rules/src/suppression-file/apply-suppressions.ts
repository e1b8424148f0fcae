import { didYouMean } from '@trailhound/contracts';
import { lintAt, type PlacedLint } from '../lint/placed-lint.js';
import type { Rule, Suppression } from '../rule.js';
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
 * correlation: a match that is muted does not count there either.
 */
export function withSuppressions(rules: readonly Rule[], suppressions: readonly FileSuppression[]): readonly Rule[] {
  const joined = new Map<Rule, Rule>();
  const join = (rule: Rule): Rule => {
    const known = joined.get(rule);
    if (known !== undefined) return known;
    const { correlation } = rule;
    const inputs = correlation?.inputs.map((input) => ({ ...input, rule: join(input.rule) }));
    const applying = suppressionsFor(rule, suppressions);
    // The same object where nothing is joined: what is known of it stays known.
    if (correlation === undefined && applying.length === rule.suppressions.length) {
      joined.set(rule, rule);
      return rule;
    }
    const withOwn: Rule = {
      ...rule,
      suppressions: applying,
      ...(correlation && inputs && { correlation: { ...correlation, inputs } }),
    };
    joined.set(rule, withOwn);
    return withOwn;
  };
  return rules.map(join);
}

/** Names in suppressions that no loaded rule or pack has. */
export function unknownTargetLints(suppressions: readonly FileSuppression[], rules: readonly Rule[]): PlacedLint[] {
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
