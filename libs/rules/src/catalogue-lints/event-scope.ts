import type { Catalogue, CatalogueEvent } from '@trailhound/catalogue';
import { type RecordView, viewOf } from '@trailhound/cloudtrail';
import { projectCondition } from '../compile/project-condition.js';
import { boundOf } from '../compile/value-bound.js';
import { type CompiledCondition, compileCondition } from '../condition/compile-condition.js';
import type { Condition } from '../condition/condition.js';
import { walkCondition } from '../condition/walk-condition.js';

/** An event of the catalogue under one of its names. */
export interface NamedEvent {
  readonly name: string;
  readonly event: CatalogueEvent;
}

/** Which of the catalogue's events a condition can match, going by event name and source alone. */
export interface EventScope {
  /** The sources it allows; undefined where it asks for none. */
  readonly sources: readonly string[] | undefined;
  readonly asksForName: boolean;
  /** What it matches; empty also where it asks for neither name nor source. */
  readonly matched: readonly NamedEvent[];
  /** Events that no catalogue lists may satisfy it: of a source that is not complete, or no API calls. */
  readonly isOpen: boolean;
}

interface Candidate extends NamedEvent {
  readonly view: RecordView;
}

/** The scope of a condition; asks nothing of a condition that asks for no name and no source. */
export function eventScope(condition: Condition, catalogue: Catalogue): EventScope {
  const sources = sourcesAllowed(condition, catalogue);
  const asksForName = projectCondition(condition, 'eventName').kind !== 'true';
  const projected = projectCondition(condition);
  const isOpen = isAboutOtherEvents(condition) || sources?.every((source) => catalogue.isComplete(source)) === false;
  if (projected.kind === 'true') return { sources, asksForName, matched: [], isOpen };
  const matches = compileCondition(projected);
  const matched = candidates(condition, sources, catalogue).filter(({ view }) => matches(view) === 'match');
  return { sources, asksForName, matched, isOpen };
}

/** The known sources that a condition allows; undefined where it asks for none. */
export function sourcesAllowed(condition: Condition, catalogue: Catalogue): readonly string[] | undefined {
  const projected = projectCondition(condition, 'eventSource');
  if (projected.kind === 'true') return undefined;
  const matches = compileCondition(projected);
  return catalogue.sources.filter((eventSource) => matches(viewOf({ eventSource, eventName: '' })) === 'match');
}

/** The known events of these sources, or of all, whose name a test of `eventName` passes. */
export function eventsPassing(
  test: Condition,
  sources: readonly string[] | undefined,
  catalogue: Catalogue,
): readonly NamedEvent[] {
  const matches: CompiledCondition = compileCondition(test);
  return (sources ?? catalogue.sources)
    .flatMap((source) => candidatesOf(source, catalogue))
    .filter(({ view }) => matches(view) === 'match');
}

function candidates(condition: Condition, sources: readonly string[] | undefined, catalogue: Catalogue): Candidate[] {
  const names = boundOf(condition, 'eventName');
  if (names === undefined || names.folded.size > 0)
    return (sources ?? catalogue.sources).flatMap((source) => candidatesOf(source, catalogue));
  return [...names.exact].flatMap((name) =>
    catalogue.sourcesOf(name).flatMap((source) => {
      const event = catalogue.find(source, name);
      return event === undefined ? [] : [{ name, event, view: viewOf({ eventSource: source, eventName: name }) }];
    }),
  );
}

// A rule with a pattern is tried on every event there is; the views of these are made once.
const known = new WeakMap<Catalogue, Map<string, readonly Candidate[]>>();

function candidatesOf(source: string, catalogue: Catalogue): readonly Candidate[] {
  const bySource = known.get(catalogue) ?? new Map<string, readonly Candidate[]>();
  known.set(catalogue, bySource);
  const before = bySource.get(source);
  if (before !== undefined) return before;
  const made = catalogue
    .events(source)
    .flatMap((event) =>
      event.names
        .filter((name) => catalogue.find(source, name) === event)
        .map((name) => ({ name, event, view: viewOf({ eventSource: source, eventName: name }) })),
    );
  bySource.set(source, made);
  return made;
}

/** Whether it names a type of event that is no API call: sign-ins and service events are listed nowhere in full. */
function isAboutOtherEvents(condition: Condition): boolean {
  for (const { condition: part } of walkCondition(condition)) {
    if ((part.kind !== 'eq' && part.kind !== 'in') || part.path.segments.at(-1) !== 'eventType') continue;
    const values = part.kind === 'eq' ? [part.value] : part.values;
    if (values.some((value) => value !== 'AwsApiCall')) return true;
  }
  return false;
}
