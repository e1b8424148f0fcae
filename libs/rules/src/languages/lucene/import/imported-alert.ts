import type { Parsed, Problem, Severity } from '@trailhound/contracts';
import type { Condition } from '../../../condition/condition.js';
import { lintAt, lintInText, type PlacedLint } from '../../../lint/placed-lint.js';
import type { FieldRef } from '../../../rule.js';
import { readField } from '../../../rule-file/counting.js';
import { accountGroup } from '../../../rule-file/field-ref.js';
import type { Counting, RuleDraft } from '../../../rule-file/rule-draft.js';
import { maxThresholdCount, maxWindow } from '../../../rule-file/rule-schema.js';
import type { SourceDocument, SourcePath } from '../../../source/source-document.js';
import type { ReadContext } from '../../document-language.js';
import { findField } from '../fields.js';
import { lucene } from '../lucene.js';
import { defaultLuceneOptions, type LuceneOptions } from '../options.js';
import { relocated } from './relocated.js';

/** A query of an alert definition and how it is to be read. */
export interface ImportedQuery {
  readonly path: SourcePath;
  readonly options?: Partial<LuceneOptions>;
}

/** What an alert definition of another product says, in terms every product shares. */
export interface ImportedAlert {
  readonly id: string | undefined;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly severity?: Severity | undefined;
  readonly enabled: boolean;
  /** All of them must hold. */
  readonly queries: readonly ImportedQuery[];
  readonly groupBy: readonly { readonly name: string; readonly path: SourcePath }[];
  readonly threshold: {
    readonly count: number;
    readonly withinMs: number;
    readonly distinct?: { readonly name: string; readonly path: SourcePath };
    readonly path: SourcePath;
  } | null;
  /** Null: every match alerts. A threshold's is at least its window. */
  readonly dedupMs: number | null;
  /** Keys that mean something there and nothing here. */
  readonly leftOut: readonly SourcePath[];
}

/** The rule an alert definition stands for. */
export function draftOf(
  document: SourceDocument,
  context: ReadContext,
  alert: ImportedAlert,
  problems: Problem[],
): Parsed<readonly RuleDraft[]> {
  const id = alert.id ?? context.defaultId;
  const lints: PlacedLint[] = alert.leftOut.map((path) => {
    const message = `${path.join('.')} has no counterpart here and is left out`;
    return lintAt(document.placeOfKey(path), { code: 'I-IMPORT', message }, id);
  });
  const query = lowerQueries(document, context, { ...alert, id }, lints, problems);
  const counting = countingOf(document, alert, problems);
  if (problems.length > 0 || query === undefined) return { ok: false, problems };
  const draft: RuleDraft = {
    id,
    title: alert.title ?? id,
    ...(alert.description && { description: alert.description }),
    ...(alert.severity && { severity: alert.severity }),
    enabled: alert.enabled,
    audit: false,
    counting,
    ...{ fields: [], tags: [], frameworks: {}, actions: [], tests: [], acceptedLints: [], suppressions: [] },
    place: document.place,
    language: 'lucene',
    sourceText: query.text,
    conditionText: query.text,
    condition: query.condition,
    lints,
  };
  return { ok: true, value: [draft] };
}

/** The queries as one: `(a) AND (b)` where there are several. */
function lowerQueries(
  document: SourceDocument,
  { values }: ReadContext,
  { queries, id }: { readonly queries: readonly ImportedQuery[]; readonly id: string },
  lints: PlacedLint[],
  problems: Problem[],
): { readonly text: string; readonly condition: Condition } | undefined {
  const conditions: Condition[] = [];
  let joined = '';
  for (const { path, options } of queries) {
    const source = document.textAt(path);
    if (source === undefined) {
      const message = `${path.join('.')} must be text`;
      problems.push({ code: 'RULE_BAD_VALUE', message, place: document.placeOf(path) });
      continue;
    }
    const language = lucene.configure?.({ lucene: { ...defaultLuceneOptions, ...options } }) ?? lucene;
    const result = language.lower(source.value, values);
    const found = result.ok ? result.value.lints : result.lints;
    lints.push(...found.map((lint) => lintInText(source, lint, { document: document.number, path, subject: id })));
    if (!result.ok) {
      problems.push(...result.problems.map(({ span, ...rest }) => ({ ...rest, place: source.placeAt(span.start) })));
      continue;
    }
    const isOnly = queries.length === 1;
    joined += conditions.length === 0 ? '' : ' AND ';
    const offset = joined.length + (isOnly ? 0 : 1);
    conditions.push(relocated(result.value.condition, offset));
    joined += isOnly ? source.value : `(${source.value})`;
  }
  const [only] = conditions;
  if (only === undefined) return undefined;
  const isOnly = conditions.length === 1;
  const leading = joined.length - joined.trimStart().length;
  const condition: Condition = isOnly ? only : { kind: 'and', of: conditions };
  return { text: joined.trim(), condition: relocated(condition, -leading) };
}

function countingOf(document: SourceDocument, alert: ImportedAlert, problems: Problem[]): Counting {
  const field = ({ name, path }: { readonly name: string; readonly path: SourcePath }): FieldRef =>
    readField(document, path, recordField(name), problems);
  const groupBy = alert.groupBy.map(field);
  const { threshold: wanted } = alert;
  const isCounted = (wanted !== null && (wanted.count > 1 || wanted.distinct !== undefined)) || alert.dedupMs !== null;
  const grouped = groupBy.length === 0 && isCounted ? [accountGroup] : groupBy;
  if (wanted === null || (wanted.count <= 1 && wanted.distinct === undefined))
    return { groupBy: grouped, threshold: null, dedupMs: alert.dedupMs };
  const { count, withinMs, distinct, path } = wanted;
  if (count > maxThresholdCount || !(withinMs > 0) || withinMs > maxWindow.ms) {
    const message = `${path.join('.')} counts ${count} in ${withinMs / 1000} s; possible are ${maxThresholdCount} in ${maxWindow.text}`;
    problems.push({ code: 'RULE_BAD_DURATION', message, place: document.placeOf(path) });
  }
  const threshold = { count, withinMs, ...(distinct && { distinct: field(distinct) }) };
  return { groupBy: grouped, threshold, dedupMs: Math.min(Math.max(alert.dedupMs ?? 0, withinMs), maxWindow.ms) };
}

/** A field of a search index as rule files name it: without `.keyword`, enrichments under their root. */
function recordField(name: string): string {
  const { names, enrichment } = findField(
    { text: name, segments: name.split('.'), span: { start: 0, end: name.length } },
    defaultLuceneOptions,
  );
  return [...(enrichment === undefined ? [] : ['enriched']), ...names].join('.');
}
