import type { JsonObject } from '@trailhound/cloudtrail';

/**
 * Knows more of a record than AWS wrote into it: members of the root `enriched`, which rules and titles read. Called at
 * most once a record, and only when something asks for that root.
 */
export interface Enricher {
  /** The members it can give, such as `sourceIPAddress_geoip`. It may leave each out where it knows nothing. */
  readonly provides: readonly string[];
  /** Answers at once and never throws, whatever the record holds; the same record gets the same answer. */
  enrich(record: JsonObject): JsonObject;
}

/** Several enrichers as one; where two give a member, the later one's is taken. */
export function enrichWith(enrichers: readonly Enricher[]): Enricher {
  return {
    provides: [...new Set(enrichers.flatMap(({ provides }) => provides))],
    enrich: (record) => Object.assign({}, ...enrichers.map((enricher) => enricher.enrich(record))) as JsonObject,
  };
}
