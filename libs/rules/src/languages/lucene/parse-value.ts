import { readPlaceholder } from '../kit/placeholder.js';
import type { ProblemList } from '../kit/problem-list.js';
import type { QueryReader } from './reader.js';
import type { Bound, Query, ValueNode } from './syntax.js';

/**
 * Reads a value at the position: a phrase, a pattern, a range, a placeholder or a term; `ofField` allows `>=5` too.
 * Undefined, with nothing taken, where none stands.
 */
export function parseValue(reader: QueryReader, problems: ProblemList, ofField = false): ValueNode | undefined {
  const placeholder = readPlaceholder(reader);
  if (placeholder !== undefined) return { kind: 'named', ...placeholder };
  if (reader.isAtPhrase) return { kind: 'phrase', ...reader.readPhrase() };
  const next = reader.peek();
  if (next === '/') return { kind: 'regex', ...reader.readRegex(), isGroup: false };
  if (next === '[' || next === '{') return parseRange(reader, problems);
  if (ofField && (next === '>' || next === '<')) return parseComparison(reader, problems);
  const term = reader.readTerm();
  return term && { kind: 'term', glob: term.glob, span: term.span };
}

function parseRange(reader: QueryReader, problems: ProblemList): ValueNode {
  const start = reader.at;
  const fix = 'write [a TO b], {a TO b} without the ends, * for no end';
  const minIsOpen = reader.peek() === '{';
  reader.skip(1);
  const min = parseBound(reader, minIsOpen, inBrackets);
  reader.skipSpace();
  const hasTo = reader.takeMatch(/TO(?=[\s"“”\\\u00a0])/uy) !== '';
  const max = hasTo ? parseBound(reader, false, inBrackets) : undefined;
  reader.skipSpace();
  const closing = reader.takeMatch(/[\]}]/y);
  const span = reader.spanFrom(start);
  if (min === undefined || max === undefined || closing === '') {
    problems.add('E-SYNTAX', 'this range is not understood', span, fix);
    return { kind: 'range', span };
  }
  const maxIsOpen = closing === '}';
  return {
    kind: 'range',
    ...(min.text !== '*' && { min }),
    ...(max.text !== '*' && { max: { ...max, isOpen: maxIsOpen } }),
    span,
  };
}

const inBrackets = /(?:\\[^\n\r]|[^\s\]}\\"“”])+/uy;
const outside = /(?:\\[^\n\r]|[^\s()\]}\\"“”])+/uy;

function parseBound(reader: QueryReader, isOpen: boolean, text: RegExp): Bound | undefined {
  reader.skipSpace();
  if (reader.isAtPhrase) return { ...reader.readPhrase(), isOpen };
  const start = reader.at;
  const raw = reader.takeMatch(text);
  return raw === '' ? undefined : { text: unescaped(raw), isOpen, span: reader.spanFrom(start) };
}

function parseComparison(reader: QueryReader, problems: ProblemList): ValueNode {
  const start = reader.at;
  const operator = reader.takeMatch(/[<>]=?/y);
  const bound = parseBound(reader, !operator.endsWith('='), outside);
  const span = reader.spanFrom(start);
  if (bound === undefined) {
    problems.add('E-SYNTAX', `"${operator}" needs a number, a time or a text`, span, `write for example ${operator}5`);
    return { kind: 'range', span };
  }
  return { kind: 'range', ...(operator.startsWith('>') ? { min: bound } : { max: bound }), span };
}

function unescaped(raw: string): string {
  return raw.replace(/\\(.)/gsu, '$1');
}

/** Takes what may follow a value: a boost, which ranks results and says nothing here, or a fuzziness, which is refused. */
export function takeSuffix<T extends Query>(query: T, reader: QueryReader, problems: ProblemList): T {
  for (;;) {
    const start = reader.at;
    const suffix = reader.takeMatch(/\^[\d.]*|~[\d.]*/y);
    if (suffix === '') return query;
    if (suffix.startsWith('^')) continue;
    const message =
      query.kind === 'phrase'
        ? 'words near one another ("a b"~2) are not offered'
        : 'fuzzy terms (term~) are not offered';
    const fix = 'write the spellings that are meant, or wildcards';
    problems.add('E-FUZZY', message, reader.spanFrom(start), fix);
  }
}

/** Reports that no value stands here and passes over it. */
export function skipBrokenValue(start: number, reader: QueryReader, problems: ProblemList): Query {
  const at = reader.at;
  const found = reader.peek();
  reader.skip(1);
  reader.takeMatch(/[^\s()]*/uy);
  const fix = `put a text in quotes, or write \\${found} for the character itself`;
  problems.add('E-SYNTAX', `"${found}" has no meaning here`, { start: at, end: at + 1 }, fix);
  return { kind: 'broken', span: reader.spanFrom(start) };
}
