import type { Segment } from '@trailhound/cloudtrail';
import type { Span } from '../../condition/condition.js';
import { Cursor } from '../kit/cursor.js';
import { readPlaceholder } from '../kit/placeholder.js';
import type { ProblemList } from '../kit/problem-list.js';
import { isQuote, readQuoted } from '../kit/quotes.js';

/** A piece of a filter. A word is a path or a keyword; the parser knows which is meant where. */
export type Token =
  | { readonly kind: 'word'; readonly text: string; readonly segments: readonly Segment[]; readonly span: Span }
  | { readonly kind: 'text'; readonly text: string; readonly isCurly: boolean; readonly span: Span }
  | { readonly kind: 'number'; readonly text: string; readonly span: Span }
  | { readonly kind: 'named'; readonly name: string; readonly span: Span }
  | { readonly kind: 'mark'; readonly text: Mark; readonly span: Span }
  | { readonly kind: 'end'; readonly span: Span };

export type Mark = '(' | ')' | ',' | '=' | '!=' | '<' | '<=' | '>' | '>=' | '&&' | '||' | '!';

/** Spellings of marks, longer ones first. */
const spellings: readonly (readonly [string, Mark])[] = [
  ['==', '='],
  ['!=', '!='],
  ['<>', '!='],
  ['<=', '<='],
  ['>=', '>='],
  ['&&', '&&'],
  ['||', '||'],
  ['(', '('],
  [')', ')'],
  [',', ','],
  ['=', '='],
  ['<', '<'],
  ['>', '>'],
  ['!', '!'],
];

const space = /[\s\u00a0\ufeff]+/y;
const word = /[A-Za-z_][A-Za-z0-9_-]*(?:\.[A-Za-z_][A-Za-z0-9_-]*|\[\d{1,9}\])*/y;
const afterWord = /[.[][^\s()=!<>,"']*/y;
const number = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const unknown = /[^\s\w"'“”‘’()=!<>,{]/uy;

/** Splits a filter into tokens, the last of kind `end`. What is no token is reported and passed over. */
export function lexFilter(source: string, problems: ProblemList): readonly Token[] {
  const cursor = new Cursor(source);
  const tokens: Token[] = [];
  for (;;) {
    cursor.takeMatch(space);
    if (cursor.isAtEnd) break;
    const token = readToken(cursor, problems);
    if (token !== undefined) tokens.push(token);
  }
  tokens.push({ kind: 'end', span: cursor.spanFrom(cursor.at) });
  return tokens;
}

function readToken(cursor: Cursor, problems: ProblemList): Token | undefined {
  const start = cursor.at;
  if (isQuote(cursor.peek())) return readText(cursor, problems);
  const placeholder = readPlaceholder(cursor);
  if (placeholder !== undefined) return { kind: 'named', ...placeholder };
  const wordText = cursor.takeMatch(word);
  if (wordText !== '') return readWord(wordText, start, cursor, problems);
  const numberText = cursor.takeMatch(number);
  if (numberText !== '') return { kind: 'number', text: numberText, span: cursor.spanFrom(start) };
  for (const [spelling, mark] of spellings) {
    if (cursor.take(spelling)) return { kind: 'mark', text: mark, span: cursor.spanFrom(start) };
  }
  refuseCharacter(cursor, problems);
  return undefined;
}

function readText(cursor: Cursor, problems: ProblemList): Token {
  const { text, span, isClosed, isCurly } = readQuoted(cursor);
  if (!isClosed)
    problems.add('E-SYNTAX', 'this text has no closing quote', span, 'close it with a quote on the same line');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding control characters is the point
  const control = /[\u0000-\u0008\u000b-\u001f\u007f]/.exec(text)?.[0];
  if (control !== undefined) {
    problems.add('E-SYNTAX', `the text holds the control character ${codePointName(control)}`, span, 'remove it');
  }
  return { kind: 'text', text, isCurly, span };
}

function readWord(text: string, start: number, cursor: Cursor, problems: ProblemList): Token {
  const rest = cursor.takeMatch(afterWord);
  const span = cursor.spanFrom(start);
  if (rest !== '') {
    const message = `the field "${(text + rest).slice(0, 80)}" has an empty or odd part after "${text.slice(-60)}"`;
    problems.add('E-PATH', message, span, 'write fields as requestParameters.items[0].cidrIp');
  }
  return { kind: 'word', text, segments: segmentsOf(text), span };
}

function segmentsOf(path: string): readonly Segment[] {
  return path
    .split(/\.|\[(\d+)\]/)
    .filter((part) => part !== undefined && part !== '')
    .map((part) => (/^\d/.test(part) ? Number(part) : part));
}

function refuseCharacter(cursor: Cursor, problems: ProblemList): void {
  const start = cursor.at;
  const character = cursor.takeMatch(unknown) || cursor.peek();
  if (cursor.at === start) cursor.skip(1);
  const fix = character === '{' ? 'write a named value as {{name}}' : 'remove it, or put text in quotes';
  problems.add('E-SYNTAX', `${codePointName(character)} has no meaning here`, cursor.spanFrom(start), fix);
}

function codePointName(character: string): string {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return /^[\x21-\x7e]$/.test(character) ? `"${character}"` : `U+${code}`;
}
