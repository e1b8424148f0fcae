import { type Infix, parseInfix } from '../kit/parse-infix.js';
import { ProblemList } from '../kit/problem-list.js';
import { parseTest } from './parse-test.js';
import { PatternCursor } from './pattern-cursor.js';
import type { FilterPattern } from './syntax.js';

/** Deepest nesting of parentheses. */
export const maxNesting = 100;

/** A pattern as read: its tree, and everything that is wrong with the text. The tree is whole only without problems. */
export interface ParsedPattern {
  readonly pattern: FilterPattern;
  readonly problems: ProblemList;
}

/** Reads a JSON filter pattern, `{ … }`. Total: any text gives a tree; after a problem it goes on where a test may begin. */
export function parsePattern(source: string): ParsedPattern {
  const problems = new ProblemList();
  const cursor = new PatternCursor(source, problems);
  const pattern = parseAll(cursor);
  return { pattern, problems };
}

function parseAll(cursor: PatternCursor): FilterPattern {
  const start = cursor.at;
  if (!cursor.takeMark('{')) return refuseOtherForm(cursor);
  const pattern = parseAlternatives(cursor, 0);
  if (!cursor.takeMark('}')) {
    const what = cursor.isAtEnd ? 'this "{" is not closed' : 'expected "&&", "||" or "}" here';
    const fix = cursor.isAtEnd ? 'add "}" at the end' : 'join tests with && and ||, and close the pattern with "}"';
    cursor.problems.add('E-SYNTAX', what, cursor.isAtEnd ? cursor.spanFrom(start) : cursor.spanOfNext(), fix);
  } else if (!cursor.isAtEnd) {
    cursor.problems.add('E-SYNTAX', 'text stands behind the closing "}"', cursor.spanOfNext(), 'remove it');
  }
  return pattern;
}

/** Patterns for logs that are no JSON: they look at text or at columns, which records do not have. */
function refuseOtherForm(cursor: PatternCursor): FilterPattern {
  const span = cursor.spanOfNext();
  const fix = 'write a JSON pattern: { $.eventName = "StopLogging" }';
  const kind = cursor.isAtEnd
    ? 'the pattern is empty'
    : cursor.peek() === '['
      ? 'patterns in brackets are for logs with columns, not for JSON'
      : 'patterns of words are for plain text, not for JSON';
  cursor.problems.add('E-SYNTAX', kind, span, fix);
  return { kind: 'broken', span };
}

function parseAlternatives(cursor: PatternCursor, nesting: number): FilterPattern {
  return parseInfix<FilterPattern>(
    () => parsePrimary(cursor, nesting),
    () => infixAt(cursor),
  );
}

function infixAt(cursor: PatternCursor): Infix<FilterPattern> | undefined {
  const name = cursor.connective;
  if (name === undefined) return undefined;
  const take = () => cursor.takeConnective();
  return { name, precedence: name === 'and' ? 2 : 1, take, join: (parts) => joined(name, parts) };
}

function parsePrimary(cursor: PatternCursor, nesting: number): FilterPattern {
  const start = cursor.skipSpace();
  if (!cursor.takeMark('(')) return parseTest(cursor);
  if (nesting >= maxNesting) {
    const span = cursor.spanFrom(start);
    cursor.problems.add('E-LIMIT', `parentheses nest more than ${maxNesting} deep`, span, 'split the rule');
    cursor.abandon();
    return { kind: 'broken', span };
  }
  const inner = parseAlternatives(cursor, nesting + 1);
  if (!cursor.takeMark(')')) {
    const span = { start, end: start + 1 };
    cursor.problems.add('E-SYNTAX', 'this "(" is not closed', span, 'add ")" where the group ends');
  }
  const span = { start, end: cursor.source.slice(0, cursor.at).trimEnd().length };
  return inner.kind === 'and' || inner.kind === 'or' ? { ...inner, isGrouped: true, span } : { ...inner, span };
}

function joined(kind: 'and' | 'or', of: readonly FilterPattern[]): FilterPattern {
  return { kind, of, span: { start: of[0]?.span.start ?? 0, end: of.at(-1)?.span.end ?? 0 } };
}
