import { checkCondition } from '../../condition/check-condition.js';
import type { Condition } from '../../condition/condition.js';
import type { Lint } from '../../lint/lint.js';
import type { LoweringResult, SyntaxProblem } from '../language.js';
import { ProblemList } from './problem-list.js';

/** Longest condition a rule may have, in UTF-16 code units. */
export const maxSourceLength = 256 * 1024;

/** The refusal of a source text too long to be read; undefined when it is not. */
export function refuseTooLong(source: string): LoweringResult | undefined {
  if (source.length <= maxSourceLength) return undefined;
  const problem: SyntaxProblem = {
    code: 'E-LIMIT',
    message: `the condition is ${source.length} characters long; at most ${maxSourceLength} are allowed`,
    span: { start: 0, end: source.length },
    fix: 'split the rule or bind long lists as values',
  };
  return { ok: false, problems: [problem], lints: [] };
}

/** The result of a lowering that may have met problems: a condition is handed out only when it can be compiled. */
export function loweringResult(
  source: string,
  condition: Condition,
  problems: ProblemList,
  lints: readonly Lint[],
): LoweringResult {
  if (!problems.isEmpty) return { ok: false, problems: problems.all, lints };
  const refused = new ProblemList();
  for (const { code, message, fix, span } of checkCondition(condition)) {
    refused.add(code, message, span ?? { start: 0, end: source.length }, fix);
  }
  return refused.isEmpty ? { ok: true, value: { condition, lints } } : { ok: false, problems: refused.all, lints };
}
