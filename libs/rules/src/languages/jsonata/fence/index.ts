export type { Question } from '../../../condition/condition.js';
export {
  asText,
  type FencedExpression,
  type FencedInput,
  type FencedResult,
  fencedExpression,
  isTrue,
  limits as fenceLimits,
} from './fenced-expression.js';
