import { type JsonObject, own } from './json-object.js';

/**
 * What the root `enriched` can hold besides tables of the configuration: where the caller's address lies, whose network it
 * is and of which kind, what people call the account and where it hangs in the organisation.
 */
export const enrichmentNames = [
  'sourceIPAddress_geoip',
  'sourceIPAddress_asn',
  'sourceIPAddress_network',
  'recipientAccountName',
  'recipientAccountOu',
] as const;
export type EnrichmentName = (typeof enrichmentNames)[number];

/**
 * The enrichments a record brings along: exports of search engines and tests hold them at the top of the record, where
 * AWS writes neither.
 */
export function carriedEnrichments(record: JsonObject): JsonObject {
  const found = enrichmentNames.map((name) => [name, own(record, name)] as const);
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}
