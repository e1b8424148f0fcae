import type { Rule } from '../rule.js';

/** Where a rule stands in the catalogues people report by. Ids as those catalogues write them, sorted. */
export interface RuleFrameworks {
  /** Techniques and sub-techniques of MITRE ATT&CK: `T1562.008`. */
  readonly attackTechniques: readonly string[];
  /** Tactics of MITRE ATT&CK: `TA0005`. */
  readonly attackTactics: readonly string[];
  /** Controls of the CIS AWS Foundations benchmark: `3.5`. */
  readonly cis: readonly string[];
}

const technique = /\bT\d{4}(?:\.\d{3})?\b/gi;
const tactic = /\bTA\d{4}\b/gi;

/** Reads the ids from the rule's frameworks and from its tags, in any of the ways they are written. */
export function frameworksOf({ tags, frameworks }: Pick<Rule, 'tags' | 'frameworks'>): RuleFrameworks {
  const all = [...tags, ...Object.values(frameworks).flat()];
  const found = (pattern: RegExp) =>
    sorted(all.flatMap((text) => text.match(pattern) ?? []).map((id) => id.toUpperCase()));
  const cis = Object.entries(frameworks).flatMap(([name, ids]) => (/\bcis\b/i.test(name) ? ids : []));
  return { attackTechniques: found(technique), attackTactics: found(tactic), cis: sorted(cis) };
}

function sorted(ids: readonly string[]): readonly string[] {
  return [...new Set(ids)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}
