import type { EnrichmentSource, Parsed, Problem } from '@trailhound/contracts';
import { resolverOf } from './compile-path.js';
import { type MemberSources, sourcesOf, withSources } from './enriched-from.js';
import { carriedEnrichments } from './enrichment.js';
import { envelopeOf } from './envelope.js';
import type { FieldPath, Root } from './field-path.js';
import { withIndicators } from './indicators.js';
import { isJsonObject, type JsonObject } from './json-object.js';
import { parseRecord } from './parse-record.js';

/** Marks a path that leads nowhere; never confused with null, which a record can hold. */
export const missing: unique symbol = Symbol('missing');

/**
 * A record as the evaluator sees it. Roots other than `record` are computed on first use. Resolving never throws and
 * looks at own properties only, whatever the record holds.
 */
export interface RecordView {
  /** The value at a root; `enriched` holds what the record brings along, overlaid with what is computed. */
  root(name: Root): unknown;
  /**
   * Every value the path reaches, in document order; empty when it leads nowhere. With implicit arrays an array at the
   * end is spread into its elements and an empty one reaches nothing.
   */
  resolve(path: FieldPath): readonly unknown[];
}

/** A view of bytes that may turn out to be no record. */
export interface LazyRecordView extends RecordView {
  /** What is wrong with the bytes, code `E-RECORD`; undefined when they are a JSON object. Asking parses them. */
  readonly problem: Problem | undefined;
}

/**
 * The record in UTF-8 JSON bytes, parsed when something is first asked of it. Bytes that are no JSON object read as a
 * record without members; `problem` says so. `enrich` is called at most once, when the root `enriched` is asked for.
 */
export function recordView(bytes: Uint8Array, enrich?: (record: JsonObject) => JsonObject): LazyRecordView {
  return new BytesView(bytes, enrich);
}

class BytesView implements LazyRecordView {
  readonly #bytes: Uint8Array;
  readonly #enrich: ((record: JsonObject) => JsonObject) | undefined;
  #parsed: Parsed<JsonObject> | undefined;
  #view: RecordView | undefined;

  constructor(bytes: Uint8Array, enrich: ((record: JsonObject) => JsonObject) | undefined) {
    this.#bytes = bytes;
    this.#enrich = enrich;
  }

  get problem(): Problem | undefined {
    const parsed = this.#parse();
    return parsed.ok ? undefined : parsed.problems[0];
  }

  root(name: Root): unknown {
    return this.#open().root(name);
  }

  resolve(path: FieldPath): readonly unknown[] {
    return this.#open().resolve(path);
  }

  #parse(): Parsed<JsonObject> {
    this.#parsed ??= parseRecord(this.#bytes);
    return this.#parsed;
  }

  #open(): RecordView {
    const parsed = this.#parse();
    this.#view ??= viewOf(parsed.ok ? parsed.value : {}, this.#enrich);
    return this.#view;
  }
}

/** A view of a record that is parsed already; anything but an object reads as a record without members. */
export function viewOf(value: unknown, enrich?: (record: JsonObject) => JsonObject): RecordView {
  const record = isJsonObject(value) ? value : {};
  let envelope: JsonObject | undefined;
  let enriched: JsonObject | undefined;
  const root = (name: Root): unknown => {
    switch (name) {
      case 'record':
        return record;
      case 'envelope':
        envelope ??= envelopeOf(record);
        return envelope;
      case 'enriched':
        enriched ??= enrichedRoot(record, enrich);
        return enriched;
      default:
        return name satisfies never;
    }
  };
  return { root, resolve: (path) => resolverOf(path)(root(path.root)) };
}

const carriedSource: EnrichmentSource = { kind: 'record', name: 'record' };

/** What is computed comes before what the record brings along. */
function enrichedRoot(record: JsonObject, enrich: ((record: JsonObject) => JsonObject) | undefined): JsonObject {
  const carried = carriedEnrichments(record);
  const given = enrich?.(record) ?? {};
  const sources = new Map(Object.keys(carried).map((member) => [member, carriedSource]));
  for (const member of Object.keys(given)) sources.delete(member);
  const all: MemberSources = new Map([...sources, ...sourcesOf(given)]);
  return withSources(withIndicators({ ...carried, ...given }, record), all);
}
