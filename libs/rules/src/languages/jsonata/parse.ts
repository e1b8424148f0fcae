import jsonata from 'jsonata';
import type { Span } from '../../condition/condition.js';
import { compileRegex } from '../../condition/regex.js';
import { Cursor } from '../kit/cursor.js';
import { bindMany, readPlaceholder } from '../kit/placeholder.js';
import type { ProblemList } from '../kit/problem-list.js';
import type { NamedValues } from '../language.js';
import { forbiddenFunctions } from './fence/fenced-expression.js';
import { type JsonataNode, nodesOf } from './syntax.js';

/** Longest expression, in UTF-16 code units, and deepest nesting: the parser calls itself for every level. */
export const maxExpressionLength = 16 * 1024;
export const maxNesting = 100;

/** A parsed expression: its text with named values as variables, and its syntax tree. */
export interface ParsedExpression {
  readonly text: string;
  readonly tree: JsonataNode;
}

/** Parses an expression; undefined, with problems, where it is none or may not run. */
export function parseExpression(
  source: string,
  values: NamedValues,
  problems: ProblemList,
): ParsedExpression | undefined {
  const whole: Span = { start: 0, end: source.length };
  if (source.length > maxExpressionLength) {
    problems.add(
      'E-LIMIT',
      `the expression is longer than ${maxExpressionLength} characters`,
      whole,
      'make it shorter',
    );
    return undefined;
  }
  if (nestingOf(source) > maxNesting) {
    problems.add('E-LIMIT', `the expression nests more than ${maxNesting} deep`, whole, 'split the rule');
    return undefined;
  }
  const text = withVariables(source, values, problems);
  const tree = treeOf(text, problems);
  if (tree === undefined) return undefined;
  for (const node of nodesOf(tree)) checkNode(node, problems);
  return problems.isEmpty ? { text, tree } : undefined;
}

/** Brackets of any kind, and operators that begin an expression, inside one another; texts are counted too, at most once too often. */
function nestingOf(source: string): number {
  let depth = 0;
  let deepest = 0;
  for (const character of source) {
    if ('([{?'.includes(character)) depth += 1;
    else if (')]}'.includes(character)) depth = Math.max(0, depth - 1);
    deepest = Math.max(deepest, depth);
  }
  return Math.max(deepest, ...[...source.matchAll(/(?:-\s*){2,}/g)].map(([run]) => run.replace(/\s/g, '').length));
}

/** `{{name}}` as the variable `$name`, padded, so that every offset stays; texts, quoted names and comments are left alone. */
function withVariables(source: string, values: NamedValues, problems: ProblemList): string {
  const cursor = new Cursor(source);
  let text = '';
  while (!cursor.isAtEnd) {
    const start = cursor.at;
    const skipped = cursor.takeMatch(
      /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|'[^'\\]*(?:\\[\s\S][^'\\]*)*'|`[^`]*`|\/\*[\s\S]*?\*\//y,
    );
    const placeholder = skipped === '' ? readPlaceholder(cursor) : undefined;
    if (placeholder !== undefined) {
      bindMany(placeholder, values, problems);
      text += `$${placeholder.name}`.padEnd(cursor.at - start);
    } else {
      if (skipped === '') cursor.skip(1);
      text += source.slice(start, cursor.at);
    }
  }
  return text;
}

function treeOf(text: string, problems: ProblemList): JsonataNode | undefined {
  try {
    return jsonata(text).ast() as unknown as JsonataNode;
  } catch (error) {
    const { message, position, code } = error as { message?: unknown; position?: unknown; code?: unknown };
    const end = typeof position === 'number' ? Math.min(Math.max(position, 0), text.length) : text.length;
    const reason = typeof message === 'string' ? message.slice(0, 200) : 'it cannot be read';
    const named = typeof code === 'string' ? ` (${code})` : '';
    problems.add('E-SYNTAX', `the expression is no JSONata: ${reason}${named}`, { start: Math.max(0, end - 1), end });
    return undefined;
  }
}

function checkNode({ type, value, position = 0 }: JsonataNode, problems: ProblemList): void {
  if (type === 'variable' && typeof value === 'string' && forbiddenFunctions.has(value)) {
    const span = { start: Math.max(0, position - value.length - 1), end: position };
    problems.add('E-FUNCTION', `$${value} is not offered: it must give the same answer whenever asked`, span);
  }
  if (type === 'regex' && value instanceof RegExp) {
    const result = compileRegex(value.source, value.flags.replace(/[^im]/g, ''));
    const span = { start: Math.max(0, position - value.source.length - 2), end: position };
    if (!result.ok) problems.add('E-REGEX', result.message, span, result.fix);
  }
}
