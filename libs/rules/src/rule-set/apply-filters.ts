import type { Problem } from '@trailhound/contracts';
import type { RuleFilter } from '../languages/document-language.js';
import type { Rule } from '../rule.js';
import type { RuleNames, UnlinkedRule } from './link-rules.js';
import { moveSpans } from './move-spans.js';

export interface FilteredRules {
  /** The rules some filter changed, by id. */
  readonly rules: ReadonlyMap<string, Rule>;
  readonly problems: readonly Problem[];
}

/**
 * Joins filters to the conditions of the rules they name. Identity and state of a rule stay, so that a filter can come and
 * go without starting its alerts anew. A name that leads nowhere is a problem; the filter's other rules are filtered.
 */
export function applyFilters(
  unlinked: readonly UnlinkedRule[],
  filters: readonly RuleFilter[],
  names: RuleNames,
): FilteredRules {
  const rules = new Map<string, Rule>();
  const problems: Problem[] = [];
  for (const filter of filters) {
    for (const { rule } of targetsOf(filter, unlinked, names, problems)) {
      rules.set(rule.id, filteredRule(rules.get(rule.id) ?? rule, filter));
    }
  }
  return { rules, problems };
}

function targetsOf(
  filter: RuleFilter,
  unlinked: readonly UnlinkedRule[],
  names: RuleNames,
  problems: Problem[],
): readonly UnlinkedRule[] {
  if (filter.rules === 'any')
    return unlinked.filter(({ rule, draft }) => rule.language === filter.language && draft.correlation === undefined);
  const targets = filter.rules.flatMap(({ name, place }): readonly UnlinkedRule[] => {
    const found = names.find(name);
    const isCorrelation = found.some(({ draft }) => draft.correlation !== undefined);
    if (found.length > 0 && !isCorrelation) return found;
    const what = isCorrelation ? 'a correlation: it has no records of its own' : 'which is not loaded';
    const fix = isCorrelation ? 'name the rules the correlation looks at' : names.suggest(name);
    problems.push({ code: 'RULE_REFERENCE', message: `filter ${filter.id}: names ${name}, ${what}`, fix, place });
    return [];
  });
  return [...new Set(targets)];
}

function filteredRule(rule: Rule, filter: RuleFilter): Rule {
  const before = lastFiltered.get(rule);
  if (before?.filter === filter) return before.filtered;
  const filtered = joinFilter(rule, filter);
  lastFiltered.set(rule, { filter, filtered });
  return filtered;
}

// The same rule and filter give the same object, so that what is known of it stays known.
const lastFiltered = new WeakMap<Rule, { readonly filter: RuleFilter; readonly filtered: Rule }>();

function joinFilter(rule: Rule, { id, condition, text }: RuleFilter): Rule {
  const before = `${rule.conditionText}\n--- filter ${id}\n`;
  return {
    ...rule,
    conditionText: before + text,
    condition: { kind: 'and', of: [rule.condition, moveSpans(condition, before.length)] },
  };
}
