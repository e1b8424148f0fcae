import { formatDuration, type Problem } from '@trailhound/contracts';
import { type Rule, runsOnWindows } from '@trailhound/rules';
import type { RuleFileErrorCode } from './rule-file-errors.js';

/**
 * The rules this service can run, and a problem for each it cannot: correlations that need more than one window of counts
 * run over finished inputs only.
 */
export function streamedRules(rules: readonly Rule[]): {
  readonly rules: readonly Rule[];
  readonly problems: Problem[];
} {
  const [streamed = [], refused = []] = [true, false].map((runs) =>
    rules.filter((rule) => runsOnWindows(rule) === runs),
  );
  return { rules: streamed, problems: refused.filter(({ enabled }) => enabled).map(notStreamed) };
}

function notStreamed({ id, place, correlation, dedupMs }: Rule): Problem {
  const span = dedupMs === null ? '' : ` over ${formatDuration(dedupMs)}`;
  return {
    code: 'RULE_NOT_STREAMED' satisfies RuleFileErrorCode,
    message: `rule ${id}: correlations of type ${correlation?.type}${span} run in scan and tests, not in the matcher`,
    fix: 'the streaming matcher runs them from the issue Exactness on; until then scan the records for it',
    place,
  };
}
