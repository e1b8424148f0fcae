import { type JsonObject, withSources } from '@trailhound/cloudtrail';
import type { EnrichmentSource } from '@trailhound/contracts';

/**
 * Knows more of a record than AWS wrote into it: members of the root `enriched`, which rules and titles read. Called at
 * most once a record, and only when something asks for that root.
 */
export interface Enricher {
  /** The members it can give, such as `sourceIPAddress_geoip`. It may leave each out where it knows nothing. */
  readonly provides: readonly string[];
  /**
   * Where all it gives at this moment comes from; absent where that differs from member to member: then `sourcesOf` an answer
   * tells.
   */
  readonly source?: EnrichmentSource;
  /** Answers at once and never throws, whatever the record holds; the same record gets the same answer. */
  enrich(record: JsonObject): JsonObject;
}

/** Several enrichers as one; where two give a member, the later one's is taken. */
export function enrichWith(enrichers: readonly Enricher[]): Enricher {
  return {
    provides: [...new Set(enrichers.flatMap(({ provides }) => provides))],
    enrich(record) {
      const values: Record<string, unknown> = {};
      const sources = new Map<string, EnrichmentSource>();
      for (const enricher of enrichers) {
        const given = enricher.enrich(record);
        for (const [member, value] of Object.entries(given)) {
          values[member] = value;
          if (enricher.source === undefined) sources.delete(member);
          else sources.set(member, enricher.source);
        }
      }
      return withSources(values, sources);
    },
  };
}
