import type { EnrichmentSource } from '@trailhound/contracts';
import type { JsonObject } from './json-object.js';

/** Where each of some members came from. */
export type MemberSources = ReadonlyMap<string, EnrichmentSource>;

// Beside the values and not in them: rules read members, and nothing else may look like one.
const remembered = new WeakMap<JsonObject, MemberSources>();

/** The same object, of whose members is known where they came from. */
export function withSources(enriched: JsonObject, sources: MemberSources): JsonObject {
  remembered.set(enriched, sources);
  return enriched;
}

/** Where the members of a root `enriched` came from, as far as whoever gave them said so. */
export function sourcesOf(enriched: JsonObject): MemberSources {
  return remembered.get(enriched) ?? none;
}

const none: MemberSources = new Map();
