import { didYouMean } from '@trailhound/contracts';
import type { Token } from './lexer.js';
import type { CompareOp, Filter, PathNode, ValueNode } from './syntax.js';
import { describeToken, isWord, type TokenStream } from './token-stream.js';

const wordOps: ReadonlyMap<string, CompareOp> = new Map(
  (['starts_with', 'ends_with', 'contains', 'like'] as const).map((op) => [op, op]),
);
const markOps: ReadonlyMap<string, CompareOp> = new Map(
  (['=', '!=', '<', '<=', '>', '>='] as const).map((op) => [op, op]),
);
const keywords: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'true', 'false', 'null', ...wordOps.keys()]);
/** What other languages write for an operator. */
const foreignOps: ReadonlyMap<string, string> = new Map([
  ['is', '='],
  ['eq', '='],
  ['equals', '='],
  ['ne', '!='],
  ['matches', 'like'],
  ['has', 'contains'],
]);
const example = 'write for example: eventName = "StopLogging"';

/** Parses `field op value` or `field in (…)`; reports and passes over what is neither. */
export function parseComparison(stream: TokenStream): Filter {
  const path = parsePath(stream);
  const start = path?.span.start ?? stream.next.span.start;
  const filter = path === undefined ? undefined : parseRest(path, stream);
  if (filter !== undefined) return filter;
  stream.synchronize();
  return { kind: 'broken', span: { start, end: Math.max(start, stream.previousEnd) } };
}

function parseRest(path: PathNode, stream: TokenStream): Filter | undefined {
  const { start } = path.span;
  const negated = stream.takeKeyword('not');
  if (stream.takeKeyword('in')) {
    const values = parseList(stream);
    if (values === undefined) return undefined;
    return { kind: 'in', path, negated, values, span: { start, end: stream.previousEnd } };
  }
  const op = parseOperator(path, negated, stream);
  const value = op === undefined ? undefined : parseValue(stream);
  if (op === undefined || value === undefined) return undefined;
  return { kind: 'compare', path, op, value, span: { start, end: value.span.end } };
}

function parsePath(stream: TokenStream): PathNode | undefined {
  const { next, previous } = stream;
  if (next.kind === 'word' && !keywords.has(next.text.toLowerCase())) {
    stream.advance();
    return { text: next.text, segments: next.segments, span: next.span };
  }
  if (
    valueNodeOf(next) !== undefined &&
    previous !== undefined &&
    (isWord(previous, 'or') || isWord(previous, 'and'))
  ) {
    const fix = 'name the field again, or list the values: eventName in ("CreateUser", "DeleteUser")';
    stream.problems.add('E-SYNTAX', 'a value stands where a condition is expected', next.span, fix);
  } else {
    stream.problems.add('E-SYNTAX', `expected a field, found ${describeToken(next)}`, next.span, example);
  }
  return undefined;
}

function parseOperator(path: PathNode, negated: boolean, stream: TokenStream): CompareOp | undefined {
  const { next, problems } = stream;
  const text = next.kind === 'mark' || next.kind === 'word' ? next.text : '';
  const op = markOps.get(text) ?? wordOps.get(text.toLowerCase());
  if (op === undefined) {
    const near = foreignOps.get(text.toLowerCase()) ?? didYouMean(text, [...wordOps.keys(), 'in']);
    const fix =
      near === undefined ? 'write =, !=, <, >, starts_with, ends_with, contains, like or in' : `write ${near}`;
    const message = `expected an operator after ${path.text.slice(0, 80)}, found ${describeToken(next)}`;
    problems.add('E-SYNTAX', message, next.span, fix);
    return undefined;
  }
  stream.advance();
  if (negated && op !== 'like') {
    problems.add('E-SYNTAX', `"not" cannot stand before "${text}"`, next.span, `write: not ${path.text} ${text} …`);
    return undefined;
  }
  return isStutter(next, stream) ? undefined : negated ? 'not like' : op;
}

/** Whether another operator follows the last one at once, as in `=>` or `===`. */
function isStutter(last: Token, stream: TokenStream): boolean {
  const { next } = stream;
  if (next.kind !== 'mark' || !markOps.has(next.text) || next.span.start !== last.span.end) return false;
  const span = { start: last.span.start, end: next.span.end };
  stream.problems.add('E-SYNTAX', 'two operators in a row', span, 'write one of =, !=, <, <=, >, >=');
  return true;
}

function parseList(stream: TokenStream): readonly ValueNode[] | undefined {
  const { next, problems } = stream;
  if (next.kind === 'named') {
    stream.advance();
    return [next];
  }
  if (!stream.takeMark('(')) {
    const fix = 'write: in ("a", "b") or in {{name}}';
    problems.add('E-SYNTAX', `expected a list after "in", found ${describeToken(next)}`, next.span, fix);
    return undefined;
  }
  const values: ValueNode[] = [];
  do {
    const value = parseValue(stream);
    if (value === undefined) break;
    values.push(value);
  } while (stream.takeMark(','));
  if (stream.takeMark(')')) return values;
  problems.add('E-SYNTAX', 'this list is not closed', next.span, 'separate values with "," and close with ")"');
  while (!stream.isAtEnd && !stream.takeMark(')')) stream.advance();
  return values;
}

function parseValue(stream: TokenStream): ValueNode | undefined {
  const { next } = stream;
  const value = valueNodeOf(next);
  if (value !== undefined) {
    stream.advance();
    return value;
  }
  const fix =
    next.kind === 'word' ? `put it in quotes: "${next.text.slice(0, 80)}"` : 'write a text in quotes or a number';
  stream.problems.add('E-SYNTAX', `expected a value, found ${describeToken(next)}`, next.span, fix);
  if (next.kind === 'word') stream.advance();
  return undefined;
}

function valueNodeOf(token: Token): ValueNode | undefined {
  const { span } = token;
  if (token.kind === 'text' || token.kind === 'number' || token.kind === 'named') return token;
  if (isWord(token, 'true') || isWord(token, 'false')) return { kind: 'boolean', value: isWord(token, 'true'), span };
  return isWord(token, 'null') ? { kind: 'null', span } : undefined;
}
