import { parseSelector } from './parse-selector.js';
import { parseValue } from './parse-value.js';
import type { PatternCursor } from './pattern-cursor.js';
import type { FilterPattern, Selector } from './syntax.js';

const number = /[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
/** Longer spellings first. */
const operators = ['!=', '<=', '>=', '=', '<', '>'] as const;

/** Parses one test of a field; reports and passes over what is none. */
export function parseTest(cursor: PatternCursor): FilterPattern {
  const start = cursor.skipSpace();
  const selector = parseSelector(cursor);
  const test = selector === undefined ? undefined : parseRest(cursor, selector);
  if (test !== undefined) return test;
  cursor.synchronize();
  return { kind: 'broken', span: cursor.spanFrom(start) };
}

function parseRest(cursor: PatternCursor, selector: Selector): FilterPattern | undefined {
  const { start } = selector.span;
  cursor.skipSpace();
  const op = operators.find((mark) => cursor.takeMark(mark));
  if (op === '=' || op === '!=') {
    // A second "=" is the slip of programmers; said as such, and read on.
    if (op === '=' && cursor.peek() === '=') {
      const span = { start: cursor.at - 1, end: cursor.at + 1 };
      cursor.problems.add('E-SYNTAX', '"==" is no operator of filter patterns', span, 'write =');
      cursor.takeMark('=');
    }
    const value = parseValue(cursor);
    return value && { kind: 'compare', selector, op, value, span: { start, end: value.span.end } };
  }
  if (op !== undefined) return parseBound(cursor, selector, op);
  return parseWords(cursor, selector);
}

function parseBound(cursor: PatternCursor, selector: Selector, op: '<' | '<=' | '>' | '>='): FilterPattern | undefined {
  const text = cursor.takeMatch(number);
  if (text !== '') {
    return { kind: 'number', selector, op, value: Number(text), span: cursor.spanFrom(selector.span.start) };
  }
  cursor.problems.add('E-SYNTAX', `expected a number after "${op}"`, cursor.spanOfNext(), 'texts have = and != only');
  return undefined;
}

function parseWords(cursor: PatternCursor, selector: Selector): FilterPattern | undefined {
  const { start } = selector.span;
  const ended = (): { readonly start: number; readonly end: number } => ({ start, end: endOfWord(cursor) });
  if (cursor.takeWord('EXISTS')) return { kind: 'exists', selector, negated: false, span: ended() };
  if (cursor.takeWord('NOT')) {
    if (cursor.takeWord('EXISTS')) return { kind: 'exists', selector, negated: true, span: ended() };
    cursor.problems.add('E-SYNTAX', 'only "EXISTS" can follow "NOT"', cursor.spanOfNext(), 'write NOT EXISTS or !=');
    return undefined;
  }
  if (cursor.takeWord('IS')) {
    if (cursor.takeWord('NULL')) return { kind: 'is', selector, value: null, span: ended() };
    if (cursor.takeWord('TRUE')) return { kind: 'is', selector, value: true, span: ended() };
    if (cursor.takeWord('FALSE')) return { kind: 'is', selector, value: false, span: ended() };
    const fix = 'write IS NULL, IS TRUE, IS FALSE, EXISTS or NOT EXISTS';
    cursor.problems.add('E-SYNTAX', 'expected NULL, TRUE or FALSE after "IS"', cursor.spanOfNext(), fix);
    return undefined;
  }
  const message = `expected an operator after ${selector.text.slice(0, 80)}`;
  const fix = 'write =, !=, <, <=, >, >=, IS NULL, IS TRUE, IS FALSE, EXISTS or NOT EXISTS';
  cursor.problems.add('E-SYNTAX', message, cursor.spanOfNext(), fix);
  return undefined;
}

/** Where the word just taken ended: before the space that was taken with it. */
function endOfWord(cursor: PatternCursor): number {
  return cursor.source.slice(0, cursor.at).trimEnd().length;
}
