import { isJsonObject, own, ownText } from '@trailhound/cloudtrail';
import type { SourcePath } from '../../../source/source-document.js';
import type { DocumentLanguage } from '../../document-language.js';
import { Definition } from './definition.js';
import { draftOf, type ImportedAlert, type ImportedQuery } from './imported-alert.js';

/** What ElastAlert waits between two alerts of one rule and key where the rule does not say. */
const defaultRealertMs = 60_000;

/**
 * Rule files of ElastAlert and ElastAlert 2 whose filter is a query string; types any, frequency and cardinality.
 * Source: https://elastalert2.readthedocs.io/en/latest/ruletypes.html
 */
export const readElastAlertRule: DocumentLanguage = {
  name: 'lucene',
  shape: 'a rule of ElastAlert: name, type and filter',
  recognises: ({ value }) =>
    Array.isArray(own(value, 'filter')) && ownText(value, 'type') !== undefined && ownText(value, 'name') !== undefined,
  read(document, context) {
    const definition = new Definition(document, 'ElastAlert');
    return draftOf(document, context, readRule(definition), definition.problems);
  },
};

function readRule(definition: Definition): ImportedAlert {
  const name = definition.text(['name']);
  const queries = definition.items(['filter']).flatMap((item) => readFilter(definition, item));
  if (queries.length === 0 && definition.problems.length === 0)
    definition.missing(['filter'], 'add a query_string, or the rule matches every document');
  const groupBy = definition.items(['query_key']).flatMap((path) => {
    const key = definition.text(path);
    return key === undefined ? [] : [{ name: key, path }];
  });
  const realertMs = definition.object(['realert']) ? readSpan(definition, ['realert']) : defaultRealertMs;
  return {
    id: name,
    title: name,
    description: definition.text(['description']),
    enabled: definition.boolean(['is_enabled']) ?? true,
    queries,
    groupBy,
    threshold: readThreshold(definition),
    dedupMs: realertMs === 0 ? null : realertMs,
    leftOut: definition.saying(
      [],
      'alert',
      'priority',
      'exponential_realert',
      'aggregation',
      'query_delay',
      'limit_execution',
    ),
  };
}

/** `query: {query_string: {query: …}}` or `query_string: {query: …}`. */
function readFilter(definition: Definition, item: SourcePath): readonly ImportedQuery[] {
  const at = own(definition.at(item), 'query') === undefined ? item : [...item, 'query'];
  const found = definition.at(at);
  const path = [...at, 'query_string'];
  if (!isJsonObject(found) || own(found, 'query_string') === undefined) {
    const kind = isJsonObject(found) ? Object.keys(found)[0] : undefined;
    definition.refuse(item, `the filter "${kind ?? 'unknown'}"`, 'write it as query_string: { query: … }');
    return [];
  }
  for (const option of definition.saying(path, 'default_field', 'fields', 'analyzer', 'fuzziness'))
    definition.refuse(option, `the option "${option.at(-1)}"`, 'name the field in the query');
  const operator = definition.text([...path, 'default_operator'])?.toUpperCase();
  const options = operator === 'AND' ? { defaultOperator: 'AND' as const } : {};
  return [{ path: [...path, 'query'], options: { boolean: 'classic', ...options } }];
}

function readThreshold(definition: Definition): ImportedAlert['threshold'] {
  const type = definition.text(['type']);
  switch (type) {
    case 'any':
      return null;
    case 'frequency': {
      const count = definition.number(['num_events']);
      if (count === undefined) definition.missing(['num_events']);
      return { count: count ?? 1, withinMs: readTimeframe(definition), path: ['num_events'] };
    }
    case 'cardinality': {
      const name = definition.text(['cardinality_field']);
      const most = definition.number(['max_cardinality']);
      if (name === undefined) definition.missing(['cardinality_field']);
      if (most === undefined) definition.missing(['max_cardinality'], 'fewer values than a minimum cannot be counted');
      const distinct = { name: name ?? 'eventName', path: ['cardinality_field'] };
      return { count: (most ?? 0) + 1, withinMs: readTimeframe(definition), distinct, path: ['max_cardinality'] };
    }
    default:
      definition.refuse(['type'], `the rule type "${type}"`, 'any, frequency and cardinality are available');
      return null;
  }
}

function readTimeframe(definition: Definition): number {
  if (definition.object(['timeframe']) !== undefined) return readSpan(definition, ['timeframe']);
  definition.missing(['timeframe'], 'write for example timeframe: { minutes: 10 }');
  return 60_000;
}

const unitsMs = {
  milliseconds: 1,
  seconds: 1000,
  minutes: 60_000,
  hours: 3_600_000,
  days: 86_400_000,
  weeks: 604_800_000,
};

/** `{ hours: 1, minutes: 30 }`, as Python's timedelta takes it. */
function readSpan(definition: Definition, path: SourcePath): number {
  let totalMs = 0;
  for (const name of Object.keys(definition.object(path) ?? {})) {
    const unitMs = Object.hasOwn(unitsMs, name) ? unitsMs[name as keyof typeof unitsMs] : undefined;
    if (unitMs === undefined)
      definition.refuse([...path, name], `the unit "${name}"`, `write ${Object.keys(unitsMs).join(', ')}`);
    else totalMs += unitMs * (definition.number([...path, name]) ?? 0);
  }
  return totalMs;
}
