import type { ChaosCorrelation, ChaosRule, ChaosRuleSet } from './rules.js';

/** The rules as one file for the product; every title ends in `note`. */
export function rulesYaml({ rules, correlations }: ChaosRuleSet, note = ''): string {
  const documents = [
    ...rules.map((rule) => ruleFile(rule, note)),
    ...correlations.map((correlation) => correlationFile(correlation, note)),
  ];
  return documents.map((document) => JSON.stringify(document, null, 1)).join('\n---\n');
}

function correlationFile(correlation: ChaosCorrelation, note: string): object {
  const { id, severity, type, rules, groupBy, withinMinutes } = correlation;
  return {
    ...{ id, title: `${id}${note}`, level: severity },
    // Its rules alert on their own as well.
    correlation: { generate: true, 'group-by': groupBy, rules, timespan: `${withinMinutes}m`, type },
  };
}

function ruleFile(rule: ChaosRule, note: string): object {
  const { id, severity, condition, groupBy, threshold, dedupMinutes, suppression } = rule;
  const { count, withinMinutes, distinct } = threshold ?? {};
  return {
    id,
    severity,
    language: 'threatstack',
    title: `${id} by {userIdentity.userName}${note}`,
    condition,
    ...(groupBy.length > 0 && { groupBy }),
    ...(threshold && { threshold: { count, within: `${withinMinutes}m`, ...(distinct && { distinct }) } }),
    ...(dedupMinutes !== undefined && { dedup: `${dedupMinutes}m` }),
    ...(suppression && {
      suppressions: [
        {
          when: suppression.when,
          reason: 'planned work',
          owner: 'platform',
          from: suppression.from,
          until: suppression.until,
        },
      ],
    }),
  };
}
