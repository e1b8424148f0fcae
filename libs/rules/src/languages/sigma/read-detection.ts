import type { Problem } from '@trailhound/contracts';
import { lintInText, type PlacedLint } from '../../lint/placed-lint.js';
import type { SourceDocument, SourcePath } from '../../source/source-document.js';
import { valueAt } from '../../source/value-at.js';
import { DetectionText } from './detection-text.js';
import { parseCondition } from './parse-condition.js';
import type { Detection, Expression, Item, PlainValue, Search } from './syntax.js';

/** Where findings of a document go. */
export interface Findings {
  readonly problems: Problem[];
  readonly lints: PlacedLint[];
  readonly subject: string;
}

/** Reads the searches and the condition under `key`; what cannot be meant is added to the problems. */
export function readDetection(
  document: SourceDocument,
  key: 'detection' | 'filter',
  reserved: readonly string[],
  findings: Findings,
): Detection {
  const text = new DetectionText();
  const members = valueAt(document.value, [key]);
  const searches = new Map<string, Search>();
  for (const name of isMapping(members) ? Object.keys(members) : []) {
    if (name === 'condition' || reserved.includes(name)) continue;
    searches.set(name, readSearch(document, [key, name], text, findings));
  }
  const conditions = readConditions(document, [key, 'condition'], [...searches.keys()], text, findings);
  return { searches, conditions, text: text.text };
}

function readSearch(document: SourceDocument, path: SourcePath, text: DetectionText, findings: Findings): Search {
  const name = String(path.at(-1));
  const head = text.line(0, `${name}:`);
  const value = valueAt(document.value, path);
  const alternatives: (readonly Item[])[] = [];
  if (isMapping(value)) alternatives.push(readItems(document, path, { text, indent: 2, mark: '' }, findings));
  else if (Array.isArray(value)) alternatives.push(...readList(document, path, value, text, findings));
  else if (value !== null) alternatives.push([keywords(document, path, [path], false, { text, indent: 2, mark: '' })]);
  if (alternatives.every((items) => items.length === 0)) {
    const message = `${path.join('.')} holds nothing to search for`;
    findings.problems.push({ code: 'RULE_BAD_VALUE', message, place: document.placeOfKey(path) });
  }
  return { name, alternatives, path, span: { start: head.start, end: text.end } };
}

interface Written {
  readonly text: DetectionText;
  readonly indent: number;
  /** What stands before the first item: `- ` in a list. */
  readonly mark: string;
}

function readList(
  document: SourceDocument,
  path: SourcePath,
  list: readonly unknown[],
  text: DetectionText,
  findings: Findings,
): readonly (readonly Item[])[] {
  if (list.length > 0 && list.every(isScalar)) {
    const paths = list.map((_, index) => [...path, index]);
    return [[keywords(document, path, paths, true, { text, indent: 2, mark: '' })]];
  }
  return list.map((entry, index) => {
    const at = [...path, index];
    if (isMapping(entry)) return readItems(document, at, { text, indent: 4, mark: '- ' }, findings);
    if (isScalar(entry)) return [keywords(document, at, [at], false, { text, indent: 2, mark: '- ' })];
    return refuse(document, at, 'must be a mapping of fields or a keyword', findings);
  });
}

function readItems(document: SourceDocument, path: SourcePath, written: Written, findings: Findings): readonly Item[] {
  const members = Object.entries(valueAt(document.value, path) as object);
  return members.flatMap(([key, value], index): readonly Item[] => {
    const at = [...path, key];
    const [field = '', ...modifiers] = key.split('|').map((part) => part.trim());
    const isList = Array.isArray(value);
    const entries: readonly unknown[] = isList ? value : [value];
    if (!entries.every(isScalar)) return refuse(document, at, 'must be a value or a list of values', findings);
    if (entries.length === 0) return refuse(document, at, 'is an empty list: it would never match', findings);
    if (isList && entries.includes(null))
      return refuse(document, at, 'holds null: a list of values cannot say "absent"', findings, 'E-TYPE');
    const mark = index === 0 ? written.mark : '';
    const span = written.text.entry(written.indent - mark.length, mark + key, entries, isList);
    const values = entries.map((_, number) => plainValue(document, isList ? [...at, number] : at));
    return [{ field: field === '' ? null : field, modifiers, values, path: at, span: skip(span, mark) }];
  });
}

function keywords(
  document: SourceDocument,
  path: SourcePath,
  paths: readonly SourcePath[],
  isList: boolean,
  { text, indent, mark }: Written,
): Item {
  const values = paths.map((at) => plainValue(document, at));
  const spans = values.map(({ value }) => text.line(indent, `${isList ? '- ' : mark}${JSON.stringify(value)}`));
  const span = { start: spans[0]?.start ?? 0, end: spans.at(-1)?.end ?? 0 };
  return { field: null, modifiers: [], values, path, span };
}

function plainValue(document: SourceDocument, path: SourcePath): PlainValue {
  const value = valueAt(document.value, path) as PlainValue['value'];
  return { value, typed: document.lexemeAt(path) ?? String(value), path };
}

function readConditions(
  document: SourceDocument,
  path: SourcePath,
  known: readonly string[],
  text: DetectionText,
  findings: Findings,
): readonly Expression[] {
  const written = valueAt(document.value, path);
  const paths = Array.isArray(written) ? written.map((_, index) => [...path, index]) : [path];
  if (written === undefined || paths.length === 0) {
    const message = `${path.join('.')} is missing`;
    const fix = known.length > 0 ? `write condition: ${known[0]}` : 'name a search and write a condition of it';
    findings.problems.push({ code: 'RULE_MISSING_KEY', message, fix, place: document.placeOf(path) });
    return [];
  }
  return paths.flatMap((at): readonly Expression[] => {
    const source = document.textAt(at);
    if (source === undefined) return refuse(document, at, 'must be text', findings);
    const { start } = text.line(0, `condition: ${source.value}`);
    const parsed = parseCondition(source.value, { known, what: 'search', hasQuantifiers: true });
    for (const { span, ...problem } of parsed.problems.all)
      findings.problems.push({ ...problem, place: source.placeAt(span.start) });
    const where = { document: document.number, path: at, subject: findings.subject };
    findings.lints.push(...parsed.lints.map((lint) => lintInText(source, lint, where)));
    return [moved(parsed.expression, start + 'condition: '.length)];
  });
}

/** The expression with its spans counted from the start of the detection's text. */
function moved(expression: Expression, by: number): Expression {
  const span = { start: expression.span.start + by, end: expression.span.end + by };
  if (expression.kind === 'not') return { ...expression, of: moved(expression.of, by), span };
  if (expression.kind !== 'and' && expression.kind !== 'or') return { ...expression, span };
  return { ...expression, of: expression.of.map((part) => moved(part, by)), span };
}

function refuse(
  document: SourceDocument,
  path: SourcePath,
  what: string,
  { problems }: Findings,
  code = 'RULE_BAD_VALUE',
): readonly never[] {
  problems.push({ code, message: `${path.join('.')} ${what}`, place: document.placeOf(path) });
  return [];
}

function skip({ start, end }: Search['span'], mark: string): Search['span'] {
  return { start: start + mark.length, end };
}

function isMapping(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}
