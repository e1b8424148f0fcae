import { isJsonObject, own } from '@trailhound/cloudtrail';
import { parseDuration, type Severity } from '@trailhound/contracts';
import type { SourcePath } from '../../../source/source-document.js';
import type { DocumentLanguage } from '../../document-language.js';
import { Definition } from './definition.js';
import { draftOf, type ImportedAlert, type ImportedQuery } from './imported-alert.js';

const levels: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

/**
 * Monitors of OpenSearch's alerting (and of Open Distro) whose query is a query string and whose one trigger compares the
 * number of hits. Source: https://docs.opensearch.org/latest/observing-your-data/alerting/monitors/
 */
export const readOpenSearchMonitor: DocumentLanguage = {
  name: 'lucene',
  shape: 'a monitor of OpenSearch: type monitor, inputs and triggers',
  recognises: ({ value }) => monitorPath(value) !== undefined,
  read(document, context) {
    const definition = new Definition(document, 'OpenSearch');
    const alert = readMonitor(definition, monitorPath(document.value) ?? []);
    return draftOf(document, context, alert, definition.problems);
  },
};

/** Where the monitor stands: bare, or in the answer of the API. */
function monitorPath(value: unknown): SourcePath | undefined {
  return [[], ['monitor']].find((path) => {
    const found = path.reduce<unknown>((here, name) => own(here, name), value);
    return (
      own(found, 'type') === 'monitor' && Array.isArray(own(found, 'inputs')) && Array.isArray(own(found, 'triggers'))
    );
  });
}

interface Search {
  readonly queries: ImportedQuery[];
  /** Milliseconds before the run that it looks back; undefined where it does not say. */
  windowMs: number | undefined;
}

function readMonitor(definition: Definition, path: SourcePath): ImportedAlert {
  const type = definition.text([...path, 'monitor_type']) ?? 'query_level_monitor';
  if (type !== 'query_level_monitor')
    definition.refuse([...path, 'monitor_type'], `the ${type}`, 'query_level_monitor is available');
  const search = readSearch(definition, path);
  const [first, second] = definition.items([...path, 'triggers']);
  if (first === undefined) definition.missing([...path, 'triggers']);
  if (second !== undefined) definition.refuse(second, 'a second trigger', 'write one file a trigger');
  const trigger = first === undefined ? [] : nested(definition, first, 'query_level_trigger');
  const count = first === undefined ? 1 : readCount(definition, [...trigger, 'condition', 'script', 'source']);
  const windowMs = search.windowMs ?? readPeriod(definition, [...path, 'schedule', 'period']);
  if (count > 1 && windowMs === undefined)
    definition.missing([...path, 'schedule', 'period'], 'say how close together the hits must be');
  const name = definition.text([...path, 'name']);
  const script = [...trigger, 'condition', 'script', 'source'];
  return {
    id: name,
    title: name,
    severity: levels[Number(definition.text([...trigger, 'severity']) ?? Number.NaN) - 1],
    enabled: definition.boolean([...path, 'enabled']) ?? true,
    queries: search.queries,
    groupBy: [],
    threshold: count > 1 ? { count, withinMs: windowMs ?? 60_000, path: script } : null,
    dedupMs: null,
    leftOut: definition.saying(trigger, 'actions'),
  };
}

function readSearch(definition: Definition, path: SourcePath): Search {
  const search: Search = { queries: [], windowMs: undefined };
  const [first, second] = definition.items([...path, 'inputs']);
  if (first === undefined) definition.missing([...path, 'inputs']);
  if (second !== undefined) definition.refuse(second, 'a second input', 'write one file an input');
  if (first === undefined) return search;
  const body = [...first, 'search', 'query'];
  for (const found of definition.saying(body, 'aggs', 'aggregations'))
    definition.refuse(found, 'an aggregation', 'count with groupBy and threshold');
  readQuery(definition, [...body, 'query'], search, 0);
  if (search.queries.length === 0 && definition.problems.length === 0)
    definition.missing([...body, 'query'], 'only monitors with a query_string are read');
  return search;
}

function readQuery(definition: Definition, path: SourcePath, search: Search, depth: number): void {
  const query = definition.at(path);
  for (const kind of isJsonObject(query) ? Object.keys(query) : []) {
    const at = [...path, kind];
    if (kind === 'query_string') {
      const isAnd = definition.text([...at, 'default_operator'])?.toUpperCase() === 'AND';
      const options = { boolean: 'classic' as const, ...(isAnd && { defaultOperator: 'AND' as const }) };
      search.queries.push({ path: [...at, 'query'], options });
    } else if (kind === 'bool' && depth < 10) {
      for (const clause of Object.keys(definition.object(at) ?? {}))
        readClause(definition, [...at, clause], search, depth);
    } else if (kind === 'range') readRange(definition, at, search);
    else if (kind !== 'match_all')
      definition.refuse(at, `the query "${kind}"`, 'write it as query_string: { query: … }');
  }
}

function readClause(definition: Definition, path: SourcePath, search: Search, depth: number): void {
  const clause = path.at(-1);
  if (clause === 'filter' || clause === 'must') {
    for (const item of definition.items(path)) readQuery(definition, item, search, depth + 1);
  } else if (clause !== 'adjust_pure_negative' && clause !== 'boost')
    definition.refuse(path, `"${clause}" of a bool query`, 'say it in the query string, with NOT or OR');
}

/** A range of the documents' time says how far a run looks back: `from: "{{period_end}}||-1h"`, `gte: "now-1h"`. */
function readRange(definition: Definition, path: SourcePath, search: Search): void {
  for (const field of Object.keys(definition.object(path) ?? {})) {
    const bound = ['gte', 'gt', 'from']
      .map((name) => definition.at([...path, field, name]))
      .find((value) => typeof value === 'string');
    const text = /^(?:now|\{\{period_end\}\}\|\|)-(\d+[smhd])(?:\/[smhd])?$/.exec(String(bound))?.[1];
    const windowMs = text === undefined ? undefined : parseDuration(text);
    if (windowMs === undefined) definition.refuse([...path, field], 'this range', 'say it in the query string');
    else search.windowMs = windowMs;
  }
}

function readCount(definition: Definition, path: SourcePath): number {
  const script = definition.text(path);
  const [, operator, number] =
    /^\s*(?:return\s+)?ctx\.results\[0\]\.hits\.total(?:\.value)?\s*(>=?)\s*(\d{1,9})\s*;?\s*$/.exec(script ?? '') ??
    [];
  if (operator !== undefined) return Math.max(1, Number(number) + (operator === '>' ? 1 : 0));
  if (script === undefined) definition.missing(path, 'write for example ctx.results[0].hits.total.value > 0');
  else
    definition.refuse(
      path,
      'this trigger script',
      'only the number of hits is compared: ctx.results[0].hits.total.value > 4',
    );
  return 1;
}

const periodUnitsMs: ReadonlyMap<string, number> = new Map([
  ['MINUTES', 60_000],
  ['HOURS', 3_600_000],
  ['DAYS', 86_400_000],
]);

function readPeriod(definition: Definition, path: SourcePath): number | undefined {
  const unitMs = periodUnitsMs.get(definition.text([...path, 'unit'])?.toUpperCase() ?? '');
  const interval = definition.number([...path, 'interval']);
  return unitMs === undefined || interval === undefined ? undefined : unitMs * interval;
}

/** The form inside a wrapper of newer versions, where there is one. */
function nested(definition: Definition, path: SourcePath, wrapper: string): SourcePath {
  return definition.at([...path, wrapper]) === undefined ? path : [...path, wrapper];
}
