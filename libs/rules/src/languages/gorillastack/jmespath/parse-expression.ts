import type { ProblemList } from '../../kit/problem-list.js';
import type { NamedValues } from '../../language.js';
import { readTokens } from './lexer.js';
import { parseTokens } from './parser.js';
import type { Expression } from './syntax.js';

/** Parses a JMESPath expression; undefined, with problems, where it is none. */
export function parseExpression(source: string, values: NamedValues, problems: ProblemList): Expression | undefined {
  const tokens = readTokens(source, values, problems);
  return problems.isEmpty ? parseTokens(tokens, source.length, problems) : undefined;
}
