import { type Bound, type CorrelationTest, canonicalJson, sha256Base64Url } from '@trailhound/contracts';
import { type WindowGroup, windowGroup } from '../bucket-grid.js';
import type { WindowKey } from '../window.js';

/** How a correlation counts, as the state machine needs it. */
export interface CorrelationSpec {
  /** Length of the event-time window, and of the buckets it alerts once in. Milliseconds. */
  readonly withinMs: number;
  readonly test: CorrelationTest;
}

/**
 * Whether more records never take an alert away, so that the set of alerts is a function of the set of records whatever
 * their order: rules that all match, counts with a lower bound, sums with one (a negative value adds nothing to those).
 */
export function isOrderFree({ test }: CorrelationSpec): boolean {
  if (test.kind === 'absence' || test.kind === 'first-seen') return false;
  if (test.kind === 'rules') return test.alternatives.every(({ none }) => none.length === 0);
  const { of } = test.measure;
  return of !== 'avg' && of !== 'percentile' && test.bounds.every(isLowerBound);
}

/**
 * Whether the test can hold of a window only once it is over: it asks for fewer than something, or that a rule stays
 * silent. Such windows begin with a record of the group and are judged at their end.
 */
export function judgesClosedWindows({ test }: CorrelationSpec): boolean {
  if (test.kind === 'absence' || test.kind === 'first-seen') return true;
  if (test.kind === 'rules') return test.alternatives.some(({ none }) => none.length > 0);
  return test.bounds.some(({ op }) => op === 'lt' || op === 'lte' || op === 'neq');
}

/**
 * The group of a correlation, on the same grid of buckets as any counting rule with this window. `feeds` names the
 * correlation at the top of the chain this one stands in: what it mutes is not counted in its chain, so each has its own.
 */
export function correlationGroup(key: WindowKey, { withinMs }: CorrelationSpec, feeds?: string): WindowGroup {
  const group = windowGroup(key, { count: 2, withinMs, dedupMs: withinMs, distinct: false });
  return { ...group, id: sha256Base64Url(canonicalJson(['correlation', group.id, feeds ?? null]), 22) };
}

function isLowerBound({ op }: Bound): boolean {
  return op === 'gt' || op === 'gte';
}
