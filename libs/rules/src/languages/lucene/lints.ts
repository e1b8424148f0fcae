import { formatPath } from '@trailhound/cloudtrail';
import type { Lint } from '../../lint/lint.js';
import { findUnknownField } from '../threatstack/known-fields.js';
import { andRuns, isAmbiguous } from './clauses.js';
import { type Field, findField } from './fields.js';
import { literalText } from './literal-text.js';
import type { LuceneOptions } from './options.js';
import type { FieldNode, Query } from './syntax.js';
import { lintDash, lintValue, type PlacedValue, startsWithDash } from './value-lints.js';

/** What a lint is judged under. */
interface Looking {
  readonly source: string;
  readonly options: LuceneOptions;
}

/** What the author of a query should know about it, in the order of the source text. */
export function lintQuery(query: Query, source: string, options: LuceneOptions): readonly Lint[] {
  const looking = { source, options };
  const lints = [
    ...[...clauseLists(query)].flatMap((list) => lintMixed(list, looking)),
    ...[...fieldsOf(query)].flatMap((field) => lintField(field, looking)),
    ...lintEnrichments(query, options),
    ...[...valuesOf(query)].flatMap((placed) => lintValue(placed, options)),
  ];
  return lints.toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0));
}

type ClauseList = Query & { readonly kind: 'clauses' };

function* clauseLists(query: Query): Generator<ClauseList> {
  if (query.kind === 'field') yield* clauseLists(query.of);
  if (query.kind !== 'clauses') return;
  yield query;
  for (const { of } of query.of) yield* clauseLists(of);
}

/** Every field that is looked up, those that `_exists_` names too. */
function* fieldsOf(query: Query): Generator<FieldNode> {
  if (query.kind === 'clauses') for (const { of } of query.of) yield* fieldsOf(of);
  if (query.kind !== 'field') return;
  const { field, of } = query;
  if (field.text === '_exists_' || field.text === '_missing_') {
    const text = of.kind === 'phrase' ? of.text : of.kind === 'term' ? literalText(of.glob) : undefined;
    if (text) yield { text, segments: text.split('.'), span: of.span };
  } else if (field.text !== '*') yield field;
  yield* fieldsOf(of);
}

function* valuesOf(query: Query, field?: FieldNode, isAlone = false): Generator<PlacedValue> {
  if (query.kind === 'clauses') for (const { of } of query.of) yield* valuesOf(of, field);
  else if (query.kind === 'field') {
    if (query.field.text !== '_exists_' && query.field.text !== '_missing_')
      yield* valuesOf(query.of, query.field, true);
  } else if (query.kind !== 'broken') yield { value: query, field, isAlone };
}

function lintMixed(list: ClauseList, { source, options }: Looking): readonly Lint[] {
  if (!isAmbiguous(list.of, options)) return [];
  const spans = list.of.map(({ span }) => span);
  const runs = andRuns(list.of, options).map((run) => {
    const start = spans[run[0] ?? 0]?.start ?? 0;
    const text = source.slice(start, spans[run.at(-1) ?? 0]?.end ?? start);
    const isNegated = list.of[run[0] ?? 0]?.modifier === 'not';
    return run.length > 1 || isNegated ? `(${text})` : text;
  });
  const span = { start: spans[0]?.start ?? 0, end: spans.at(-1)?.end ?? 0 };
  const fix = { span, text: runs.join(' OR ') };
  const message = 'AND, OR and NOT are mixed: read here as NOT before AND before OR, which Lucene does not do';
  return [{ code: 'W-MIXED', message, span, advice: 'put parentheses around what belongs together', fix }];
}

function lintField(node: FieldNode, { options }: Looking): readonly Lint[] {
  const { span } = node;
  const field = findField(node, options);
  if (field.enrichment !== undefined) return [];
  if (startsWithDash(node.text)) return [lintDash(node.text, span)];
  if (field.isLeafOnly) return [lintLeaf(node, field)];
  const found = findUnknownField(field.names);
  if (found === undefined) return [];
  const message = `CloudTrail is not known to write "${node.text.slice(0, 80)}": "${found.name}" is unfamiliar`;
  const advice = 'compare the field with a record of that call; names are case-sensitive';
  if (found.suggestion === undefined) return [{ code: 'W-UNKNOWN-FIELD', message, span, advice }];
  const names = field.names.map((name, index) => (index === found.index ? (found.suggestion ?? name) : name));
  const text = [...names, ...(field.kind === 'keyword' ? ['keyword'] : [])].map(escapeName).join('.');
  return [{ code: 'W-UNKNOWN-FIELD', message, span, advice: `did you mean "${text}"?`, fix: { span, text } }];
}

/** A name as a part of a field: dots, colons and spaces in it are none of the query's. */
function escapeName(name: string): string {
  return name.replace(/[\s.:\\()[\]{}"^~*?]/gu, '\\$&');
}

function lintLeaf({ text, span }: FieldNode, { paths }: Field): Lint {
  const places = paths.map(formatPath).join(' or ');
  const message = `"${text}" stands deeper in the record: read as ${places}`;
  return { code: 'W-LEAF', message, span, advice: `write ${places.split(' or ')[0]}; strict mode finds nothing here` };
}

/** Once an enrichment: a query often names several of its members. */
function lintEnrichments(query: Query, options: LuceneOptions): readonly Lint[] {
  const seen = new Map<string, FieldNode>();
  for (const node of fieldsOf(query)) {
    const { enrichment } = findField(node, options);
    if (enrichment !== undefined && !seen.has(enrichment)) seen.set(enrichment, node);
  }
  return [...seen].map(([name, { span }]) => {
    const message = `"${name}" is no part of a record: it needs an enrichment`;
    const advice = name.endsWith('_geoip')
      ? 'give a database with enrich.geo, or scan --geo FILE'
      : 'give the names with enrich.accountNames';
    return { code: 'W-ENRICH', message, span, advice };
  });
}
