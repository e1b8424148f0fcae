import type { Span } from '../../condition/condition.js';
import { type Infix, parseInfix } from '../kit/parse-infix.js';
import { ProblemList } from '../kit/problem-list.js';
import { lexFilter } from './lexer.js';
import { parseComparison } from './parse-comparison.js';
import type { Filter } from './syntax.js';
import { TokenStream } from './token-stream.js';

/** Deepest nesting of parentheses and `not`. */
export const maxNesting = 100;

/** A filter as read: its tree, and everything that is wrong with the text. The tree is whole only without problems. */
export interface ParsedFilter {
  readonly filter: Filter;
  readonly problems: ProblemList;
}

/** Reads a filter. Total: any text gives a tree; after a problem it goes on at the next `and`, `or` or parenthesis. */
export function parseFilter(source: string): ParsedFilter {
  const problems = new ProblemList();
  const stream = new TokenStream(lexFilter(source, problems), problems);
  if (!stream.isAtEnd) return { filter: parseAll(stream), problems };
  const { span } = stream.next;
  problems.add('E-SYNTAX', 'the filter is empty', span, 'write for example: eventName = "StopLogging"');
  return { filter: { kind: 'broken', span }, problems };
}

function parseAll(stream: TokenStream): Filter {
  const parts = [parseAlternatives(stream, 0)];
  while (!stream.isAtEnd) {
    const { span } = stream.next;
    if (stream.takeMark(')')) {
      stream.problems.add('E-SYNTAX', 'this ")" closes nothing', span, 'remove it');
      if (stream.connective === undefined) continue;
      stream.advance();
    } else {
      refuseNeighbours(span, stream);
    }
    parts.push(parseAlternatives(stream, 0));
  }
  return joined('and', parts);
}

function parseAlternatives(stream: TokenStream, nesting: number): Filter {
  return parseInfix<Filter>(
    () => parseUnary(stream, nesting),
    () => infixAt(stream),
  );
}

function infixAt(stream: TokenStream): Infix<Filter> | undefined {
  const name = stream.connective;
  if (name === undefined) return undefined;
  const take = () => stream.advance();
  return { name, precedence: name === 'and' ? 2 : 1, take, join: (parts) => joined(name, parts) };
}

function parseUnary(stream: TokenStream, nesting: number): Filter {
  const { span } = stream.next;
  const negates = stream.isKeyword('not') || stream.isMark('!');
  if (!negates && !stream.isMark('(')) return parseComparison(stream);
  if (nesting >= maxNesting) return giveUp(span, stream);
  stream.advance();
  if (!negates) return parseGroup(span, stream, nesting + 1);
  const of = parseUnary(stream, nesting + 1);
  return { kind: 'not', of, span: { start: span.start, end: of.span.end } };
}

/** What follows an opening parenthesis, up to and with the closing one. */
function parseGroup(opening: Span, stream: TokenStream, nesting: number): Filter {
  const parts = [parseAlternatives(stream, nesting)];
  while (!stream.isAtEnd && !stream.isMark(')')) {
    refuseNeighbours(stream.next.span, stream);
    parts.push(parseAlternatives(stream, nesting));
  }
  if (!stream.takeMark(')')) {
    stream.problems.add('E-SYNTAX', 'this "(" is not closed', opening, 'add ")" where the group ends');
  }
  return { ...joined('and', parts), span: { start: opening.start, end: stream.previousEnd } };
}

function refuseNeighbours(span: Span, stream: TokenStream): void {
  stream.problems.add('E-SYNTAX', 'two conditions stand side by side', span, 'put "and" or "or" between them');
}

function giveUp(span: Span, stream: TokenStream): Filter {
  const message = `parentheses and "not" nest more than ${maxNesting} deep`;
  stream.problems.add('E-LIMIT', message, span, 'list values with "in", or split the rule');
  stream.abandon();
  return { kind: 'broken', span };
}

function joined(kind: 'and' | 'or', of: readonly Filter[]): Filter {
  const [first] = of;
  if (first !== undefined && of.length === 1) return first;
  return { kind, of, span: { start: first?.span.start ?? 0, end: of.at(-1)?.span.end ?? 0 } };
}
