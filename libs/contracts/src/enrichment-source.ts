import { z } from 'zod';

/** Where a value besides those AWS wrote came from. */
export const EnrichmentSource = z.object({
  /**
   * `file`: a database or table; `configuration`: named there; `organizations`: the API of AWS; `addresses`: what every
   * address says of itself; `record`: the record brought it along; `stream`: earlier records.
   */
  kind: z.enum(['file', 'configuration', 'organizations', 'addresses', 'record', 'stream']),
  /** Name of the file without its folder, key of the configuration, topic. */
  name: z.string(),
  /** Which state of it: the build time of a database, the publication of AWS's ranges, else the beginning of its SHA-256. */
  version: z.string().optional(),
  /** When it was read, ISO 8601. */
  readAt: z.string().optional(),
});
export type EnrichmentSource = z.infer<typeof EnrichmentSource>;

/** A value that an enrichment gave for an alert's first record, with where it came from. */
export const EnrichedValue = z.object({
  /** Member of the root `enriched`, or `actorChain`. */
  member: z.string(),
  /** Bounded; absent for `actorChain`, which stands by itself. */
  value: z.unknown().optional(),
  source: EnrichmentSource,
});
export type EnrichedValue = z.infer<typeof EnrichedValue>;
