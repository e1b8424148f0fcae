import { didYouMean } from '@trailhound/contracts';
import type { Catalogue, CatalogueEvent } from './catalogue.js';

/** What was found, or the nearest that there is. */
export type Found<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly suggestion?: string };

/** The event source people mean by `s3`, `s3.amazonaws.com`, or by the name of its service as in `aws cloudwatch …`. */
export function findSource(catalogue: Catalogue, name: string): Found<string> {
  const wanted = name.toLowerCase();
  const byService = new Map(
    catalogue.sources.flatMap((source) => catalogue.servicesOf(source).map((service) => [service, source] as const)),
  );
  const bySource = new Map(
    catalogue.sources.flatMap((source) => [source, shortName(source)].map((as) => [as, source])),
  );
  // `cloudwatch` is the service whose events come from monitoring, whatever else is called so.
  const source = byService.get(wanted) ?? bySource.get(wanted);
  if (source !== undefined) return { ok: true, value: source };
  const known = [...catalogue.sources.map(shortName), ...byService.keys()];
  return { ok: false, ...suggest(didYouMean(wanted.replace(/\.amazonaws\.com$/, ''), known)) };
}

/** The event of a source by any of its names, in any case. */
export function findEvent(catalogue: Catalogue, source: string, name: string): Found<CatalogueEvent> {
  const exact = catalogue.find(source, name);
  if (exact !== undefined) return { ok: true, value: exact };
  const events = catalogue.events(source);
  const folded = events.find(({ names }) => names.some((known) => known.toLowerCase() === name.toLowerCase()));
  if (folded !== undefined) return { ok: true, value: folded };
  return {
    ok: false,
    ...suggest(
      didYouMean(
        name,
        events.flatMap(({ names }) => names),
      ),
    ),
  };
}

/** A source as people call it: `s3` for `s3.amazonaws.com`. */
export function shortName(source: string): string {
  return source.replace(/\.amazonaws\.com$/, '');
}

function suggest(suggestion: string | undefined): { readonly suggestion?: string } {
  return suggestion === undefined ? {} : { suggestion };
}
