import type { Firing, Observation } from '@trailhound/detection';
import type { ObservedBatch, ObserveResult, WindowStore } from '@trailhound/ports';
import { type ChainEntry, chainOf, type Link } from '../detect/correlation-chain.js';
import type { Match } from '../detect/match.js';

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
  matches: readonly Match[],
  batch: Omit<ObservedBatch, 'observations'>,
): Promise<ObservedMatches> {
  const firings: Firing[][] = matches.map(() => []);
  let level = matches.flatMap((match, index) => observationsOf(match).map((one) => ({ ...one, match: index })));
  for (;;) {
    const isLast = !level.some(({ link }) => link !== undefined && !link.isTop);
    const observations = level.map(({ observation }) => observation);
    const observed = await windows.observe({ ...batch, to: isLast ? batch.to : batch.from, observations });
    if (observed.kind !== 'ok') return observed;
    for (const [at, { match }] of level.entries()) firings[match]?.push(...(observed.firings[at] ?? []));
    if (isLast) return { kind: 'ok', firings };
    level = level.flatMap(({ match, link }, at): Pending[] => {
      const reached = observed.reached[at] ?? [];
      const rule = matches[match]?.rule;
      if (rule === undefined || link === undefined || reached.length === 0) return [];
      return chainOf(rule)
        .climb(link, reached)
        .entries.map((entry) => ({ match, ...entryObservation(rule.id, entry) }));
    });
  }
}

function observationsOf({ effect, rule, record, suppressedBy }: Match): readonly Omit<Pending, 'match'>[] {
  switch (effect.kind) {
    case 'count':
      return [{ observation: effect.observation }];
    case 'correlate':
      return chainOf(rule)
        .enter(record, suppressedBy)
        .entries.map((entry) => entryObservation(rule.id, entry));
    case 'alert':
    case 'nothing':
      return [];
    default:
      return effect satisfies never;
  }
}

function entryObservation(top: string, { link, key, entry }: ChainEntry): Omit<Pending, 'match'> {
  const feeds = link.isTop ? {} : { feeds: top };
  return { link, observation: { kind: 'correlate', key, spec: link.spec, entry, ...feeds } };
}
