export type { Question } from '../../../condition/condition.js';
export { checkExpression, type ExpressionProblem } from './check-expression.js';
export {
  asJson,
  asText,
  type FencedExpression,
  type FencedInput,
  type FencedResult,
  fencedExpression,
  isTrue,
  limits as fenceLimits,
} from './fenced-expression.js';
