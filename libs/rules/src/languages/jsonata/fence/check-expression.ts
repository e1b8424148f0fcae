import { ProblemList } from '../../kit/problem-list.js';
import { parseExpression } from '../parse.js';

/** What is wrong with an expression that stands outside of rules, and where: line and column from 1. */
export interface ExpressionProblem {
  readonly message: string;
  readonly fix?: string;
  readonly line: number;
  readonly column: number;
}

/** What keeps an expression from being evaluated behind the fence; empty where nothing does. */
export function checkExpression(source: string): readonly ExpressionProblem[] {
  const problems = new ProblemList();
  parseExpression(source, {}, problems);
  return problems.all.map(({ message, fix, span }) => {
    const before = source.slice(0, span.start).split('\n');
    const column = (before.at(-1)?.length ?? 0) + 1;
    return { message, ...(fix !== undefined && { fix }), line: before.length, column };
  });
}
