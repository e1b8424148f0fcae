import { enrichmentNames } from '@trailhound/cloudtrail';
import type { Condition } from '../condition/condition.js';
import { pathsOf, walkCondition } from '../condition/walk-condition.js';
import type { Rule } from '../rule.js';

/** A rule that looks at an enrichment nobody provides: its tests of it find nothing, whatever the records hold. */
export interface UnmetEnrichment {
  readonly rule: Rule;
  /** Such as `sourceIPAddress_geoip`. */
  readonly enrichment: string;
  /** What to configure, as a sentence. */
  readonly fix: string;
}

/** The enabled rules whose condition or suppressions need an enrichment that is not among `provided`, in rule order. */
export function unmetEnrichments(rules: readonly Rule[], provided: readonly string[]): readonly UnmetEnrichment[] {
  return rules
    .filter(({ enabled }) => enabled)
    .flatMap((rule) => {
      const conditions = [rule.condition, ...rule.suppressions.map(({ when }) => when)];
      const needed = new Set(conditions.flatMap(neededEnrichments));
      return [...needed]
        .filter((enrichment) => !provided.includes(enrichment))
        .map((enrichment) => ({ rule, enrichment, fix: fixOf(enrichment) }));
    });
}

/** The members of the root `enriched` a condition reads that an enrichment has to give; sorted, each once. */
export function neededEnrichments(condition: Condition): readonly string[] {
  const known = remembered.get(condition);
  if (known !== undefined) return known;
  const needed = findNeeded(condition);
  remembered.set(condition, needed);
  return needed;
}

// Conditions never change, and most of a rule set are in the next one, too.
const remembered = new WeakMap<Condition, readonly string[]>();

function findNeeded(condition: Condition): readonly string[] {
  const needed = new Set<string>();
  for (const { condition: node } of walkCondition(condition)) {
    for (const { root, segments } of pathsOf(node)) {
      const [first] = segments;
      if (root === 'enriched' && typeof first === 'string' && isGiven(first)) needed.add(first);
    }
  }
  return [...needed].sort();
}

/** Other members of the root are derived from the record itself. */
function isGiven(name: string): boolean {
  return (enrichmentNames as readonly string[]).includes(name) || name.endsWith('_geoip') || name.startsWith('lookup_');
}

function fixOf(enrichment: string): string {
  if (enrichment === 'sourceIPAddress_geoip')
    return 'give a MaxMind-format city or country database with --geo FILE, or enrich.geo in the configuration';
  if (enrichment === 'sourceIPAddress_asn')
    return 'give a MaxMind-format database of networks with enrich.asn in the configuration';
  if (enrichment === 'sourceIPAddress_network') return 'set enrich.network in the configuration';
  if (enrichment === 'recipientAccountOu')
    return 'give a file of accounts with enrich.accountsFile, or ask for them with enrich.organizations, in the configuration';
  if (enrichment.startsWith('lookup_'))
    return `name the table ${enrichment.slice('lookup_'.length)} under enrich.lookups in the configuration`;
  if (enrichment === 'recipientAccountName')
    return 'name the accounts with --account-name ID=NAME, or enrich.accountNames in the configuration';
  return 'Trailhound locates sourceIPAddress only; use sourceIPAddress_geoip';
}
