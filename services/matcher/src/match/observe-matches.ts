import { formatOrigin, maxAlertRecordBytes } from '@trailhound/contracts';
import { type Firing, isOrderFree, type Observation } from '@trailhound/detection';
import type { ObservedBatch, ObserveResult, WindowStore } from '@trailhound/ports';
import { type ChainEntry, chainOf, type Link } from '../detect/correlation-chain.js';
import type { BatchMatch } from './evaluate-slice.js';

/** What the window store says of a batch's matches. */
export type ObservedMatches =
  /** The alerts each match made due, in the order of the matches. */
  { readonly kind: 'ok'; readonly firings: readonly (readonly Firing[])[] } | Exclude<ObserveResult, { kind: 'ok' }>;

/** An observation with the match it stands for, and where it stands in a chain of correlations. */
interface Pending {
  readonly match: number;
  readonly observation: Observation;
  readonly link?: Link;
}

/**
 * Observes a batch's matches: counts, and entries of correlations. What a correlation that feeds another one reached is
 * observed in turn, level by level; the stamp moves with the last level, so that a crash in between repeats them all.
 */
export async function observeMatches(
  windows: Pick<WindowStore, 'observe'>,
  matches: readonly BatchMatch[],
  batch: Omit<ObservedBatch, 'observations'>,
  latenessMs: number,
): Promise<ObservedMatches> {
  const firings: Firing[][] = matches.map(() => []);
  let level = matches.flatMap((match, index) =>
    observationsOf(match, latenessMs).map((one) => ({ ...one, match: index })),
  );
  for (;;) {
    const isLast = !level.some(({ link }) => link !== undefined && !link.isTop);
    const observations = level.map(({ observation }) => observation);
    const observed = await windows.observe({ ...(isLast ? batch : standing(batch)), observations });
    if (observed.kind !== 'ok') return observed;
    for (const [at, { match }] of level.entries()) firings[match]?.push(...(observed.firings[at] ?? []));
    if (isLast) return { kind: 'ok', firings };
    level = level.flatMap(({ match, link }, at): Pending[] => {
      const reached = observed.reached[at] ?? [];
      const by = matches[match];
      if (by === undefined || link === undefined || reached.length === 0) return [];
      const { entries } = chainOf(by.rule).climb(link, reached);
      return entries.map((entry) => ({ match, ...entryObservation(by, entry, latenessMs) }));
    });
  }
}

/** The batch with both places where they stand. */
function standing(batch: Omit<ObservedBatch, 'observations'>): Omit<ObservedBatch, 'observations'> {
  const { from, counted } = batch;
  return { ...batch, to: from, ...(counted && { counted: { from: counted.from, to: counted.from } }) };
}

function observationsOf(match: BatchMatch, latenessMs: number): readonly Omit<Pending, 'match'>[] {
  const { effect, rule, record, suppressedBy } = match;
  switch (effect.kind) {
    case 'count':
      return [{ observation: effect.observation }];
    case 'correlate':
      return chainOf(rule)
        .enter(record, suppressedBy)
        .entries.map((entry) => entryObservation(match, entry, latenessMs));
    case 'alert':
    case 'nothing':
      return [];
    default:
      return effect satisfies never;
  }
}

const decoder = new TextDecoder();

function entryObservation(
  { rule, record, loggedMs }: BatchMatch,
  { link, key, entry }: ChainEntry,
  latenessMs: number,
): Omit<Pending, 'match'> {
  const { spec, isTop } = link;
  if (isOrderFree(spec)) {
    const feeds = isTop ? {} : { feeds: rule.id };
    return { link, observation: { kind: 'correlate', key, spec, entry, ...feeds } };
  }
  // The alert comes later, when the record is not at hand any more.
  const { bytes, origin } = record;
  const json = bytes.length <= maxAlertRecordBytes ? decoder.decode(bytes) : undefined;
  const carried = json !== undefined && { record: { json, ...(origin && { origin: formatOrigin(origin) }) } };
  const awaited = { ...entry, arrivedMs: loggedMs, ...carried };
  return { link, observation: { kind: 'await', key, spec, entry: awaited, latenessMs } };
}
