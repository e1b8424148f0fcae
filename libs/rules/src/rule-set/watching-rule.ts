import { canonicalJson } from '@trailhound/contracts';
import type { Condition } from '../condition/condition.js';
import type { Correlation } from '../correlation/correlation.js';
import type { FieldRef, Rule } from '../rule.js';
import { accountGroup } from '../rule-file/field-ref.js';
import type { Counting, Watch } from '../rule-file/rule-draft.js';
import { moveSpans } from './move-spans.js';

/** How a rule that watches for something alerts: once a group in its span; a new value is a group of its own. */
export function watchedCounting({ groupBy }: Counting, watch: Watch): Counting {
  const of = watch.kind === 'first-seen' ? watch.of : [];
  return { groupBy: [...groupBy, ...of], threshold: null, dedupMs: watch.withinMs };
}

/** What the ids of its alerts depend on besides group and span: the condition, and what is watched for. */
export function watchedText(condition: string, watch: Watch): string {
  if (watch.kind === 'absence') return canonicalJson({ condition, absence: { of: watch.of?.trim() ?? null } });
  const { of, learnMs } = watch;
  return canonicalJson({ condition, firstSeen: { of: of.map(({ name }) => name), learnMs } });
}

/**
 * The rule as a correlation over its own matches: those of its condition, and those of what it misses. Its condition
 * holds for every record that can enter.
 */
export function watchingRule(
  rule: Rule,
  watch: Watch,
  groupBy: readonly FieldRef[],
  missed: Condition | undefined,
): Rule {
  const { withinMs } = watch;
  const needsGroup = !isByAccount(groupBy);
  if (watch.kind === 'first-seen') {
    const test = { kind: 'first-seen', learnMs: watch.learnMs } as const;
    const inputs = [{ rule: part(rule, 'seen', rule.condition), groupBy, values: watch.of }];
    return { ...rule, correlation: { type: 'first_seen', withinMs, test, needsGroup, inputs } };
  }
  const opens = { rule: part(rule, 'opens', rule.condition), groupBy, values: [] };
  const correlation: Correlation = {
    type: 'absence',
    withinMs,
    needsGroup,
    test: { kind: 'absence', closes: 0 },
    inputs: [opens],
  };
  if (missed === undefined) return { ...rule, correlation };
  const text = `${rule.conditionText}\n--- absence.of\n`;
  const moved = moveSpans(missed, text.length);
  return {
    ...rule,
    conditionText: `${text}${watch.of ?? ''}`,
    condition: { kind: 'or', of: [rule.condition, moved] },
    correlation: {
      ...correlation,
      test: { kind: 'absence', closes: 1 },
      inputs: [opens, { rule: part(rule, 'closes', moved), groupBy, values: [] }],
    },
  };
}

/** Records without an account are counted together, as thresholds without groupBy do. */
function isByAccount(groupBy: readonly FieldRef[]): boolean {
  return groupBy.length === 1 && groupBy[0] === accountGroup;
}

/** The matches of one condition of the rule, under a name of their own; what mutes them is the rule's. */
function part(rule: Rule, name: string, condition: Condition): Rule {
  return { ...rule, id: `${rule.id}#${name}`, condition, suppressions: [], tests: [], lints: [], severityCases: [] };
}
