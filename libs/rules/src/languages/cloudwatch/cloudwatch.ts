import type { Span } from '../../condition/condition.js';
import { loweringResult, refuseTooLong } from '../kit/lowering-result.js';
import type { ProblemList } from '../kit/problem-list.js';
import type { TextLanguage } from '../language.js';
import { lintPattern } from './lints.js';
import { lowerPattern } from './lower.js';
import { parsePattern } from './parser.js';
import type { FilterPattern } from './syntax.js';
import { walkPattern } from './walk-pattern.js';

/** Most `%patterns%` CloudWatch takes in one filter pattern. */
export const maxRegexes = 2;

/** CloudWatch Logs' filter patterns for JSON logs; docs/languages/cloudwatch.md is its page. */
export const cloudwatch: TextLanguage = {
  name: 'cloudwatch',
  lower(source, values) {
    const refusal = refuseTooLong(source);
    if (refusal !== undefined) return refusal;
    const { pattern, problems } = parsePattern(source);
    refuseManyRegexes(pattern, problems);
    const condition = lowerPattern(pattern, values, problems);
    return loweringResult(source, condition, problems, lintPattern(pattern, source));
  },
  claims: isFilterPattern,
  recognises: isFilterPattern,
};

/** No other language begins with a brace and goes on with `$.`. */
function isFilterPattern(source: string): boolean {
  return /^\s*\{/.test(source) && /\$[.[]/.test(source);
}

function refuseManyRegexes(pattern: FilterPattern, problems: ProblemList): void {
  const spans = [...walkPattern(pattern)].flatMap((part): readonly Span[] =>
    part.kind === 'compare' && part.value.kind === 'regex' ? [part.value.span] : [],
  );
  const extra = spans[maxRegexes];
  if (extra === undefined) return;
  const message = `a filter pattern has at most ${maxRegexes} %patterns%; this is one more`;
  problems.add('E-LIMIT', message, extra, 'use "*" at the start or end of a text, or split the rule');
}
