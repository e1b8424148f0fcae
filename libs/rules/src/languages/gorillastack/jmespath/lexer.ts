import type { Span } from '../../../condition/condition.js';
import { Cursor } from '../../kit/cursor.js';
import { readPlaceholder } from '../../kit/placeholder.js';
import type { ProblemList } from '../../kit/problem-list.js';
import type { NamedValues } from '../../language.js';
import { bindPlaceholder } from './named-literal.js';
import type { Json } from './syntax.js';

const marks = [
  '[]',
  '[?',
  '||',
  '&&',
  '==',
  '!=',
  '<=',
  '>=',
  '.',
  '*',
  '[',
  ']',
  '{',
  '}',
  '(',
  ')',
  ',',
  ':',
  '@',
  '&',
  '|',
  '<',
  '>',
  '!',
] as const;
export type Mark = (typeof marks)[number];

export type Token = { readonly span: Span } & (
  | { readonly kind: 'mark'; readonly mark: Mark }
  /** `quoted` names a field even where a function's name could stand. */
  | { readonly kind: 'name'; readonly name: string; readonly quoted: boolean }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'literal'; readonly value: Json }
);

const unquotedName = /[A-Za-z_]\w*/y;
const number = /-?\d+/y;
const blank = /[ \t\r\n]+/y;
const quotedName = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"/y;
const rawText = /'[^'\\]*(?:\\[\s\S][^'\\]*)*'/y;
const jsonText = /`[^`\\]*(?:\\[\s\S][^`\\]*)*`/y;

/** The tokens of an expression; at the first text that is none a problem is added and the rest is left. */
export function readTokens(source: string, values: NamedValues, problems: ProblemList): readonly Token[] {
  const cursor = new Cursor(source);
  const tokens: Token[] = [];
  for (;;) {
    cursor.takeMatch(blank);
    if (cursor.isAtEnd) return tokens;
    const token = readToken(cursor, values, problems);
    if (token === undefined) return tokens;
    tokens.push(token);
  }
}

function readToken(cursor: Cursor, values: NamedValues, problems: ProblemList): Token | undefined {
  const start = cursor.at;
  const named = readPlaceholder(cursor);
  if (named !== undefined) {
    const value = bindPlaceholder(named, values, problems);
    return value === undefined ? undefined : { kind: 'literal', value, span: named.span };
  }
  const name = cursor.takeMatch(unquotedName);
  if (name !== '') return { kind: 'name', name, quoted: false, span: cursor.spanFrom(start) };
  const digits = cursor.takeMatch(number);
  if (digits !== '') return { kind: 'number', value: Number(digits), span: cursor.spanFrom(start) };
  if (cursor.peek() === '"' || cursor.peek() === "'" || cursor.peek() === '`') return readQuoted(cursor, problems);
  const mark = marks.find((one) => cursor.take(one));
  if (mark !== undefined) return { kind: 'mark', mark, span: cursor.spanFrom(start) };
  refuseCharacter(cursor, problems);
  return undefined;
}

function readQuoted(cursor: Cursor, problems: ProblemList): Token | undefined {
  const start = cursor.at;
  const quote = cursor.peek();
  const text = cursor.takeMatch(quote === '"' ? quotedName : quote === "'" ? rawText : jsonText);
  const span = cursor.spanFrom(start);
  if (text === '') {
    const end = cursor.source.length;
    problems.add('E-SYNTAX', `the ${quote} is never closed`, { start, end }, `add ${quote} where the text ends`);
    return undefined;
  }
  const inner = text.slice(1, -1);
  if (quote === "'") return { kind: 'literal', value: inner.replaceAll("\\'", "'"), span };
  const value = quote === '"' ? parsed(text) : backtickLiteral(inner);
  if (value === undefined) {
    const what = quote === '"' ? 'a quoted name' : 'a literal in backticks';
    problems.add('E-SYNTAX', `${what} must be JSON: ${text.slice(0, 60)}`, span, `write a text as '…'`);
    return undefined;
  }
  return quote === '"' ? { kind: 'name', name: String(value), quoted: true, span } : { kind: 'literal', value, span };
}

/** JSON; what does not begin like JSON is a text, as the language's first edition had it: `` `foo` `` is "foo". */
function backtickLiteral(inner: string): Json | undefined {
  const text = inner.replaceAll('\\`', '`').trimStart();
  const json = parsed(text);
  if (json !== undefined || /^\s*[[{"]/.test(text)) return json;
  return parsed(`"${text}"`);
}

function parsed(json: string): Json | undefined {
  try {
    return JSON.parse(json) as Json;
  } catch {
    return undefined;
  }
}

function refuseCharacter(cursor: Cursor, problems: ProblemList): void {
  const character = String.fromCodePoint(cursor.source.codePointAt(cursor.at) ?? 0);
  const span = { start: cursor.at, end: cursor.at + character.length };
  const community = communityMarks.get(character);
  if (community !== undefined) {
    const message = `${community} belong to JMESPath Community; GorillaStack's language does not have them`;
    problems.add('E-DIALECT', message, span);
    return;
  }
  const message = `${JSON.stringify(character)} is no part of a match expression`;
  problems.add('E-SYNTAX', message, span, character === '=' ? 'compare with ==' : undefined);
}

/** Syntax of JMESPath Community (https://jmespath.site). */
const communityMarks: ReadonlyMap<string, string> = new Map([
  ['$', 'variables and the root $'],
  ['?', 'conditional expressions (a ? b : c)'],
  ...['+', '-', '/', '%', '−', '×', '÷'].map((sign): [string, string] => [sign, `arithmetic operators (${sign})`]),
]);
