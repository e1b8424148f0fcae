import { formatDuration, type Problem } from '@trailhound/contracts';
import { isOrderFree } from '@trailhound/detection';
import { maxThresholdCount, type Rule, runsOnWindows, type Steps } from '@trailhound/rules';
import { chainOf } from '../detect/correlation-chain.js';
import type { RuleFileErrorCode } from './rule-file-errors.js';

/** The rules this service can run, and a problem for each it cannot. */
export interface StreamedRules {
  readonly rules: readonly Rule[];
  readonly problems: readonly Problem[];
}

/**
 * Tells the rules this service can run from those it cannot, one rule a step: counts of more than are counted exactly,
 * and correlations over others whose windows must be over before they can be judged, run over finished inputs only.
 */
export function* streamedRules(all: readonly Rule[]): Steps<StreamedRules> {
  const rules: Rule[] = [];
  const problems: Problem[] = [];
  for (const rule of all) {
    if (isStreamed(rule)) rules.push(rule);
    else if (rule.enabled) problems.push(notStreamed(rule));
    yield;
  }
  return { rules, problems };
}

function isStreamed(rule: Rule): boolean {
  if (runsOnWindows(rule)) return true;
  return chainOf(rule).links.every(({ spec, isTop, rule: { threshold } }) =>
    isOrderFree(spec) ? (threshold?.count ?? 1) <= maxThresholdCount : isTop,
  );
}

function notStreamed({ id, place, correlation, dedupMs }: Rule): Problem {
  const span = dedupMs === null ? '' : ` over ${formatDuration(dedupMs)}`;
  return {
    code: 'RULE_NOT_STREAMED' satisfies RuleFileErrorCode,
    message: `rule ${id}: this ${correlation?.type} correlation${span} runs in scan and tests, not in the matcher`,
    fix: 'scan the records for it, or ask for at most 1,000, and below other correlations for at least so much (gt, gte)',
    place,
  };
}
