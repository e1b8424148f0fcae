import { didYouMean, type Problem } from '@trailhound/contracts';
import type { Condition } from '../condition/condition.js';
import type { CorrelationDraft, CorrelationInput, RuleReference } from '../correlation/correlation.js';
import type { RuleFilter } from '../languages/document-language.js';
import type { FieldRef, Rule } from '../rule.js';
import type { RuleDraft } from '../rule-file/rule-draft.js';
import type { Steps } from '../steps.js';
import { applyFilters } from './apply-filters.js';
import type { RefusedRule } from './load-rule-set.js';
import { moveSpans } from './move-spans.js';

/** A rule that was read, beside the draft that says which other rules it looks at. */
export interface UnlinkedRule {
  readonly draft: RuleDraft;
  readonly rule: Rule;
}

export interface LinkedRules {
  readonly rules: readonly Rule[];
  readonly refused: readonly RefusedRule[];
  readonly problems: readonly Problem[];
}

/** Correlations may look at correlations this deep. */
const maxChain = 16;

/** Rules by what other documents call them: ids win over names. */
export interface RuleNames {
  /** The rules a reference means: none, one, or several that share a name. */
  find(reference: string): readonly UnlinkedRule[];
  /** The nearest id or name, as a fix. */
  suggest(reference: string): string;
}

/**
 * Connects rules with the documents that speak of them: filters are joined to the rules they name, and correlations are
 * given theirs whole. A correlation that names a rule which is not there, or itself, is refused by name. Rules that a
 * correlation looks at without `generate` raise no alerts of their own. The same rules give the same objects. One rule a
 * step.
 */
export function* linkRules(unlinked: readonly UnlinkedRule[], filters: readonly RuleFilter[]): Steps<LinkedRules> {
  const names = namesOf(unlinked);
  const filtered = applyFilters(unlinked, filters, names);
  const problems: Problem[] = [...filtered.problems];
  const linked = new Map<string, Rule | undefined>();

  const link = ({ draft, rule }: UnlinkedRule, trail: readonly string[]): Rule | undefined => {
    if (draft.correlation === undefined) return filtered.rules.get(rule.id) ?? rule;
    if (linked.has(rule.id)) return linked.get(rule.id);
    const found = inputsOf(draft.correlation, rule, trail);
    const correlated = found && correlatedRule(rule, draft.correlation, found);
    linked.set(rule.id, correlated);
    return correlated;
  };

  const inputsOf = (
    { inputs }: CorrelationDraft,
    rule: Rule,
    trail: readonly string[],
  ): readonly CorrelationInput[] | undefined => {
    const refuse = ({ name, place }: RuleReference, code: string, what: string, fix: string): undefined => {
      problems.push({ code, message: `rule ${rule.id}: correlation.rules names ${name}, ${what}`, fix, place });
      return undefined;
    };
    const found = inputs.map(({ reference, ...fields }): CorrelationInput | undefined => {
      const [target, ...others] = names.find(reference.name);
      if (target === undefined)
        return refuse(reference, 'RULE_REFERENCE', 'which is not loaded', names.suggest(reference.name));
      if (others.length > 0)
        return refuse(
          reference,
          'RULE_REFERENCE',
          'a name that several rules have',
          'use the id of the one that is meant',
        );
      if (trail.length >= maxChain)
        return refuse(reference, 'RULE_REFERENCE', `the ${maxChain}th correlation over another`, 'build on fewer');
      if (target.rule.id === rule.id || trail.includes(target.rule.id))
        return refuse(reference, 'RULE_REFERENCE', 'which leads back to it', 'no correlation can wait for itself');
      const input = link(target, [...trail, rule.id]);
      const groupBy = input && contextFields(fields.groupBy, input);
      if (input !== undefined && groupBy === undefined)
        return refuse(
          reference,
          'RULE_REFERENCE',
          `whose alerts do not have ${fields.groupBy.map(({ name }) => name).join(', ')} in their context`,
          'name a field of the record, or give the rule that context',
        );
      if (input !== undefined && groupBy !== undefined) return { ...fields, groupBy, rule: input };
      return refuse(reference, 'RULE_REFERENCE', 'which is refused itself', 'mend that rule first');
    });
    const inputsFound = found.filter((input) => input !== undefined);
    return inputsFound.length === inputs.length ? inputsFound : undefined;
  };

  const results: LinkResult[] = [];
  for (const one of unlinked) {
    results.push({ one, rule: link(one, []) });
    yield;
  }
  const silent = silentRules(results);
  const rules: Rule[] = [];
  const refused: RefusedRule[] = [];
  for (const { one, rule } of results) {
    if (rule === undefined) refused.push({ id: one.rule.id, place: one.rule.place });
    else rules.push(silent.has(rule.id) ? silenced(rule) : rule);
    yield;
  }
  return { rules, refused, problems };
}

interface LinkResult {
  readonly one: UnlinkedRule;
  readonly rule: Rule | undefined;
}

// Rules never change, and most are in the next set, too: what is made of them is the same object again.
const lastSilenced = new WeakMap<Rule, Rule>();
const lastCorrelated = new WeakMap<Rule, Rule>();

function silenced(rule: Rule): Rule {
  const before = lastSilenced.get(rule);
  if (before !== undefined) return before;
  const silent: Rule = { ...rule, isSilent: true };
  lastSilenced.set(rule, silent);
  return silent;
}

/** A correlation with the rules it looks at; any record that one of these matches can enter it. */
function correlatedRule(rule: Rule, draft: CorrelationDraft, inputs: readonly CorrelationInput[]): Rule {
  const before = lastCorrelated.get(rule);
  const inputsBefore = before?.correlation?.inputs ?? [];
  const isSame =
    inputsBefore.length === inputs.length && inputs.every((one, at) => one.rule === inputsBefore[at]?.rule);
  if (before !== undefined && isSame) return before;
  const { generate: _, ...body } = draft;
  const sources = new Map(inputs.flatMap((input) => plainRules(input.rule)).map((source) => [source.id, source]));
  let text = rule.conditionText;
  const conditions: Condition[] = [];
  for (const source of sources.values()) {
    text += `\n--- ${source.id}\n`;
    conditions.push(moveSpans(source.condition, text.length));
    text += source.conditionText;
  }
  const [only] = conditions;
  const condition: Condition = only && conditions.length === 1 ? only : { kind: 'or', of: conditions };
  const groupBy = inputs[0]?.groupBy ?? rule.groupBy;
  const correlated = { ...rule, groupBy, conditionText: text, condition, correlation: { ...body, inputs } };
  lastCorrelated.set(rule, correlated);
  return correlated;
}

/** Fields that are read in the alert context of the rule they belong to: where that rule reads them. */
function contextFields(groupBy: readonly FieldRef[], { fields }: Rule): readonly FieldRef[] | undefined {
  const found = groupBy.map((field) => {
    const [root, name, ...rest] = field.paths[0]?.segments ?? [];
    if (root !== alertContext) return field;
    const target = fields.find((one) => one.name === name);
    return target && rest.length === 0 ? { ...target, name: field.name } : undefined;
  });
  const known = found.filter((field) => field !== undefined);
  return known.length === found.length ? known : undefined;
}

/** Where Panther's correlations look for what a rule's alert_context says. */
const alertContext = 'p_alert_context';

/** The rules over records that a rule rests on: itself, or those of the correlations below it. */
function plainRules(rule: Rule): readonly Rule[] {
  const found = new Map<string, Rule>();
  const pending = [rule];
  const seen = new Set<string>();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next.id)) continue;
    seen.add(next.id);
    if (next.correlation === undefined) found.set(next.id, next);
    else pending.push(...next.correlation.inputs.map((input) => input.rule).toReversed());
  }
  return [...found.values()];
}

function silentRules(results: readonly LinkResult[]): ReadonlySet<string> {
  const correlations = results.flatMap(({ one, rule }) =>
    rule?.correlation && one.draft.correlation
      ? [{ generate: one.draft.correlation.generate, ids: rule.correlation.inputs.map((input) => input.rule.id) }]
      : [],
  );
  const idsOf = (generate: boolean): ReadonlySet<string> =>
    new Set(correlations.filter((one) => one.generate === generate).flatMap(({ ids }) => ids));
  return idsOf(false).difference(idsOf(true));
}

function namesOf(unlinked: readonly UnlinkedRule[]): RuleNames {
  const byId = new Map(unlinked.map((one) => [one.rule.id, one]));
  const byName = Map.groupBy(
    unlinked.filter(({ draft }) => draft.name !== undefined),
    ({ draft }) => draft.name,
  );
  return {
    find(reference) {
      const one = byId.get(reference);
      return one ? [one] : (byName.get(reference) ?? []);
    },
    suggest(reference) {
      const known = [...byId.keys(), ...[...byName.keys()].filter((name) => name !== undefined)];
      const near = didYouMean(reference, known);
      return near === undefined ? 'load the file it stands in together with this one' : `did you mean ${near}?`;
    },
  };
}
