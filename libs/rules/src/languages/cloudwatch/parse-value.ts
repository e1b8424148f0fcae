import { readPlaceholder } from '../kit/placeholder.js';
import { isQuote, readQuoted } from '../kit/quotes.js';
import type { PatternCursor } from './pattern-cursor.js';
import type { ValueNode } from './syntax.js';

/** What a value may hold without quotes. */
const bare = /[A-Za-z0-9_.:/*@#+-]+/y;
const regexBody = /(?:\\.|[^%\\\r\n])*/y;
/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html, "Supported regex syntax" */
export const outsideRegex = /[^A-Za-z0-9_#=@/;,:^$?[\]{}|\\*+. -]/u;

/** Reads what stands behind `=` or `!=`; undefined, with a problem, where there is no value. */
export function parseValue(cursor: PatternCursor): ValueNode | undefined {
  const start = cursor.skipSpace();
  const placeholder = readPlaceholder(cursor);
  if (placeholder !== undefined) return { kind: 'named', ...placeholder };
  if (isQuote(cursor.peek())) return readText(cursor);
  if (cursor.peek() === '%') return readRegex(cursor);
  const text = cursor.takeMatch(bare);
  if (text !== '') return { kind: 'text', text, quotes: 'none', span: cursor.spanFrom(start) };
  const fix = 'write a text in double quotes, a number, or a pattern as %text%';
  cursor.problems.add('E-SYNTAX', 'expected a value', cursor.spanOfNext(), fix);
  return undefined;
}

function readText(cursor: PatternCursor): ValueNode {
  const isSingle = !'"“”„‟＂'.includes(cursor.peek());
  const { text, span, isClosed, isCurly } = readQuoted(cursor);
  if (!isClosed) {
    cursor.problems.add('E-SYNTAX', 'this text has no closing quote', span, 'close it with a quote on the same line');
    // What follows would be read as text and as pattern the wrong way round.
    cursor.abandon();
  } else if (isSingle) {
    cursor.problems.add('E-SYNTAX', 'texts stand in double quotes', span, `write ${JSON.stringify(text)}`);
  }
  return { kind: 'text', text, quotes: isCurly ? 'curly' : 'straight', span };
}

function readRegex(cursor: PatternCursor): ValueNode {
  const start = cursor.at;
  cursor.skip(1);
  const source = cursor.takeMatch(regexBody);
  const isClosed = cursor.take('%');
  const span = cursor.spanFrom(start);
  if (!isClosed) {
    cursor.problems.add('E-SYNTAX', 'this pattern has no closing "%"', span, 'close it with %');
    cursor.abandon();
  }
  const odd = outsideRegex.exec(source)?.[0];
  if (odd !== undefined) {
    const fix = '()'.includes(odd) ? 'write alternatives without parentheses, or as tests joined with ||' : 'remove it';
    cursor.problems.add('E-REGEX', `CloudWatch does not take ${JSON.stringify(odd)} in a pattern`, span, fix);
  } else if (source === '') {
    cursor.problems.add('E-REGEX', 'the pattern is empty', span, 'write EXISTS to test that a field is there');
  }
  return { kind: 'regex', source, span };
}
