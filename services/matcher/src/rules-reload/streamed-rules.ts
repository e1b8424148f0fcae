import { formatDuration, type Problem } from '@trailhound/contracts';
import { isOrderFree } from '@trailhound/detection';
import { maxThresholdCount, type Rule, runsOnWindows } from '@trailhound/rules';
import { chainOf } from '../detect/correlation-chain.js';
import type { RuleFileErrorCode } from './rule-file-errors.js';

/**
 * The rules this service can run, and a problem for each it cannot: counts of more than are counted exactly, and
 * correlations over others whose windows must be over before they can be judged, run over finished inputs only.
 */
export function streamedRules(rules: readonly Rule[]): {
  readonly rules: readonly Rule[];
  readonly problems: Problem[];
} {
  const [streamed = [], refused = []] = [true, false].map((runs) => rules.filter((rule) => isStreamed(rule) === runs));
  return { rules: streamed, problems: refused.filter(({ enabled }) => enabled).map(notStreamed) };
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
