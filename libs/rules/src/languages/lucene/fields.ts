import { enrichmentNames, recordPath } from '@trailhound/cloudtrail';
import type { LeafPath } from '../../condition/condition.js';
import { deeperPaths } from './leaf-catalogue.js';
import type { LuceneOptions } from './options.js';
import type { FieldNode } from './syntax.js';

/** A field of a query, found. */
export interface Field {
  /** Where it is looked for; a test holds when it holds for one of them. */
  readonly paths: readonly LeafPath[];
  /** `keyword`: whole values as they are; `text`: the words of a value, in any case. */
  readonly kind: 'keyword' | 'text';
  /** Its names, without a `keyword` at the end. */
  readonly names: readonly string[];
  /** The enrichment it needs, where the record itself does not hold it. */
  readonly enrichment?: string;
  /** True where the query names only the end of the path; see `deeperPaths`. */
  readonly isLeafOnly: boolean;
}

/** What Elasticsearch calls the time of a document. */
const timestamp = '@timestamp';

/** Where a field is looked up. Compat mode finds fields that are named without the path to them. */
export function findField({ segments }: FieldNode, { mode }: Pick<LuceneOptions, 'mode'>): Field {
  const kind = segments.length > 1 && segments.at(-1) === 'keyword' ? 'keyword' : 'text';
  const names = kind === 'keyword' ? segments.slice(0, -1) : segments;
  const [first = ''] = names;
  if (isEnrichment(first)) {
    const path: LeafPath = { ...recordPath(...names), root: 'enriched' };
    return { paths: [path], kind, names, enrichment: first, isLeafOnly: false };
  }
  if (first === timestamp && names.length === 1)
    return { paths: [recordPath('eventTime')], kind, names: ['eventTime'], isLeafOnly: false };
  const deeper = mode === 'compat' ? deeperPaths(names) : [];
  if (deeper.length > 0) return { paths: deeper, kind, names, isLeafOnly: true };
  return { paths: [recordPath(...names)], kind, names, isLeafOnly: false };
}

/** Fields an ingest pipeline adds: the known ones, and whatever a geoip processor calls `…_geoip`. */
function isEnrichment(name: string): boolean {
  return (enrichmentNames as readonly string[]).includes(name) || name.endsWith('_geoip');
}

/** Whether the values of a field are names that begin with a capital. */
export function hasCapitalisedValues({ names, enrichment }: Field): boolean {
  if (enrichment?.endsWith('_geoip'))
    return /^(?:country|continent|city|region)_(?:name|iso_code|code)$/.test(names.at(-1) ?? '');
  return ['eventName', 'userIdentity.type', 'eventType', 'errorCode'].includes(names.join('.'));
}
