import { never } from '../kit/combine.js';
import { loweringResult, refuseTooLong } from '../kit/lowering-result.js';
import { ProblemList } from '../kit/problem-list.js';
import type { TextLanguage } from '../language.js';
import { checkCalls } from './check-calls.js';
import { parseExpression } from './jmespath/parse-expression.js';
import { lintExpression } from './lints.js';
import { lowerExpression } from './lower.js';

/** The match expression of a trigger, and the filter of its suppressions: JMESPath over the EventBridge envelope. */
export const matchExpression: TextLanguage = {
  name: 'gorillastack',
  lower(source, values) {
    const refusal = refuseTooLong(source);
    if (refusal !== undefined) return refusal;
    const problems = new ProblemList();
    const expression = parseExpression(source, values, problems);
    if (expression === undefined) return loweringResult(source, never, problems, []);
    checkCalls(expression, problems);
    const condition = lowerExpression(expression, source, values);
    return loweringResult(source, condition, problems, lintExpression(expression, source));
  },
};
