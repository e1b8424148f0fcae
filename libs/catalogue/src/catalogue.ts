import type { ApiRow, CatalogueFile } from './catalogue-file.js';
import { readCatalogueFile } from './catalogue-file.js';
import { incompleteSources, type KnownEvents, knownEvents, renamedCalls } from './known-events.js';
import { type Shape, ShapeTable } from './shape.js';

/** What a record of one name at one source stands for. */
export interface CatalogueEvent {
  /** Such as `s3.amazonaws.com`. */
  readonly source: string;
  /** Every name CloudTrail is known to give it, the likeliest first: Lambda writes `CreateFunction20150331`. */
  readonly names: readonly [string, ...string[]];
  /** `api`: a call of the service model named so. */
  readonly kind: 'api' | KnownEvents['kind'];
  /** Whether it only reads. `model` says so itself; `name` is an approximation by the verb. */
  readonly readOnly: { readonly value: boolean; readonly from: 'model' | 'name' };
  /**
   * `requestParameters`: one shape for each service that has a call of this name at the source, the largest first (RDS,
   * DocumentDB and Neptune share theirs); none where there are no parameters, or nothing is known of them.
   */
  readonly requests: readonly Shape[];
  /** `responseElements`, likewise; none for reading calls, whose response CloudTrail leaves out. */
  readonly responses: readonly Shape[];
}

/** The calls and other events of AWS as CloudTrail names them, to look things up in. Immutable. */
export interface Catalogue {
  /** The version of botocore whose service models it holds; newer calls are not in it. */
  readonly botocore: string;
  /** Every source with a known event, sorted. */
  readonly sources: readonly string[];
  /** The services a source is known for, as AWS's command line names them. */
  servicesOf(source: string): readonly string[];
  /** Whether every event of the source is a known one, as far as a catalogue of its date can say. */
  isComplete(source: string): boolean;
  /** The events of a source, sorted by name; none for a source that is not known. */
  events(source: string): readonly CatalogueEvent[];
  find(source: string, eventName: string): CatalogueEvent | undefined;
  /** The sources that have an event of this name, sorted. */
  sourcesOf(eventName: string): readonly string[];
  /** Every name that a member of some request or response has. */
  readonly memberNames: ReadonlySet<string>;
}

/** Reads the catalogue from the text of its file. Throws TypeError for a file of another format. */
export function parseCatalogue(text: string): Catalogue {
  return catalogueOf(readCatalogueFile(text));
}

/** The catalogue a file holds, joined with what is known by hand. */
export function catalogueOf(file: CatalogueFile): Catalogue {
  const shapes = new ShapeTable(file);
  const sources = [...new Set([...Object.keys(file.sources), ...Object.keys(knownEvents)])].sort();
  const bySource = new Map(sources.map((source) => [source, new Map<string, CatalogueEvent>()]));
  const byName = new Map<string, string[]>();
  let memberNames: ReadonlySet<string> | undefined;
  for (const [source, found] of bySource) {
    for (const event of eventsOf(source, file, shapes)) {
      for (const name of event.names) if (!found.has(name)) found.set(name, event);
    }
    for (const name of found.keys()) byName.set(name, [...(byName.get(name) ?? []), source]);
  }
  return {
    botocore: file.botocore,
    sources,
    servicesOf: (source) => (Object.hasOwn(file.sources, source) ? (file.sources[source]?.services ?? []) : []),
    isComplete: (source) => Object.hasOwn(file.sources, source) && !incompleteSources.has(source),
    events: (source) => [...new Set(bySource.get(source)?.values())].sort((a, b) => (a.names[0] < b.names[0] ? -1 : 1)),
    find: (source, eventName) => bySource.get(source)?.get(eventName),
    sourcesOf: (eventName) => byName.get(eventName) ?? [],
    get memberNames() {
      memberNames ??= memberNamesOf(file);
      return memberNames;
    },
  };
}

function memberNamesOf({ nodes, texts }: CatalogueFile): ReadonlySet<string> {
  const structures = nodes.filter(([kind]) => kind === 3);
  const ids = structures.flatMap(([, ...rest]) => rest.filter((_, at) => at % 2 === 0));
  return new Set(ids.map((id) => texts[id >> 1] ?? ''));
}

function* eventsOf(source: string, file: CatalogueFile, shapes: ShapeTable): Generator<CatalogueEvent> {
  const rows = Object.hasOwn(file.sources, source) ? (file.sources[source]?.apis ?? []) : [];
  for (const [nameId, same] of Map.groupBy(rows, ([name]) => name))
    yield apiEvent(source, file.texts[nameId] ?? '', same, shapes);
  for (const { kind, names } of (Object.hasOwn(knownEvents, source) ? knownEvents[source] : undefined) ?? []) {
    for (const name of names) {
      const readOnly = { value: /^(?:Get|List|Describe|Search)/.test(name), from: 'name' as const };
      yield { source, names: [name], kind, readOnly, requests: [], responses: [] };
    }
  }
}

function apiEvent(source: string, name: string, rows: readonly ApiRow[], shapes: ShapeTable): CatalogueEvent {
  const flags = rows.map(([, flag]) => flag);
  const suffix = rows.map((row) => row[4]).find((found) => found !== undefined);
  const largestFirst = (ids: readonly number[]): readonly Shape[] =>
    [...new Set(ids)].flatMap((id) => shapes.get(id) ?? []).sort((a, b) => sizeOf(b) - sizeOf(a));
  return {
    source,
    names: namesOf(source, name, suffix),
    kind: 'api',
    readOnly: {
      value: flags.every((flag) => flag % 2 === 1),
      from: flags.some((flag) => flag >= 2) ? 'model' : 'name',
    },
    get requests() {
      return largestFirst(rows.map((row) => row[2]));
    },
    get responses() {
      return largestFirst(rows.map((row) => row[3]));
    },
  };
}

function sizeOf(shape: Shape): number {
  return shape.kind === 'structure' ? shape.members.size : 0;
}

/** Lambda and CloudFront write the version of the API behind some names and not behind others; all forms count as known. */
function namesOf(source: string, name: string, suffix: string | undefined): readonly [string, ...string[]] {
  const [first, ...others] = (Object.hasOwn(renamedCalls, source) && renamedCalls[source]?.[name]) || [name];
  if (suffix === undefined) return [first ?? name, ...others];
  const dated = `${name}${suffix}`;
  return source.startsWith('lambda.') ? [dated, `${dated}v2`, name] : [name, dated];
}
