import { type JsonObject, own } from './json-object.js';

/**
 * What the root `enriched` can hold: `sourceIPAddress_geoip` (where the caller's address lies) and `recipientAccountName`
 * (what people call the account), under the names ingest pipelines give them.
 */
export const enrichmentNames = ['sourceIPAddress_geoip', 'recipientAccountName'] as const;
export type EnrichmentName = (typeof enrichmentNames)[number];

/**
 * The enrichments a record brings along: exports of search engines and tests hold them at the top of the record, where
 * AWS writes neither.
 */
export function carriedEnrichments(record: JsonObject): JsonObject {
  const found = enrichmentNames.map((name) => [name, own(record, name)] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}
