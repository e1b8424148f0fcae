import { bucketStartMs, type WindowGroup } from '../bucket-grid.js';
import { compactEvery } from '../bucket-state.js';
import type { WindowLimits } from '../limits.js';
import type { CorrelationBucket } from './correlation-bucket.js';
import type { CorrelationEntry } from './correlation-entry.js';
import type { CorrelationSpec } from './correlation-spec.js';
import { neededMatches } from './needed-matches.js';

/** Parts of a timespan in which the first and the last match of each rule are kept where there is no room for all. */
const parts = 100;

export interface CompactedMatches {
  readonly bucket: CorrelationBucket;
  /** Matches were dropped that might have mattered; the alert may be missed, never invented. */
  readonly lost: boolean;
}

/**
 * A bucket without what no answer depends on, so that a flood costs bounded memory: beyond the remembered matches only
 * those stay that windows need. Where that is any of them (rules in order, sums of small numbers) as many stay as there is
 * room for, spread over the bucket.
 */
export function compactMatches(
  group: WindowGroup,
  spec: CorrelationSpec,
  at: number,
  bucket: CorrelationBucket,
  limits: WindowLimits,
): CompactedMatches {
  const { entries } = bucket;
  const most = Math.min(limits.rememberedRecords, 2 * limits.shownRecords);
  const keep = (needed: ReadonlySet<CorrelationEntry>, lost: boolean): CompactedMatches => {
    const kept = entries.filter((entry, index) => (!lost && index < most) || needed.has(entry));
    const isPartial = bucket.isPartial || kept.length < entries.length;
    return { bucket: { ...bucket, entries: kept, isPartial, compactAt: kept.length + compactEvery }, lost };
  };
  const needed = neededMatches(spec, entries) ?? new Set(entries);
  const room = needsFew(spec) ? Number.POSITIVE_INFINITY : limits.neededMatches;
  return needed.size <= room ? keep(needed, false) : keep(spread(group, spec, at, needed, room), true);
}

/** Counts need so many from both sides and no more. */
function needsFew({ test }: CorrelationSpec): boolean {
  if (test.kind === 'number') return test.measure.of !== 'sum';
  return test.kind === 'rules' && !test.ordered;
}

/** The first and the last match of each rule in each part of the bucket; of numbers the largest. */
function spread(
  group: WindowGroup,
  { withinMs, test }: CorrelationSpec,
  at: number,
  needed: ReadonlySet<CorrelationEntry>,
  most: number,
): ReadonlySet<CorrelationEntry> {
  if (test.kind === 'number') {
    const largest = [...needed].sort((a, b) => (b.number ?? 0) - (a.number ?? 0) || (a.uid < b.uid ? -1 : 1));
    return new Set(largest.slice(0, most));
  }
  const startMs = bucketStartMs(group.grid, at);
  const first = new Map<string, CorrelationEntry>();
  const last = new Map<string, CorrelationEntry>();
  for (const entry of needed) {
    const part = Math.floor(((entry.atMs - startMs) * parts) / withinMs);
    const place = `${entry.input}:${entry.suppressed}:${part}`;
    if (!first.has(place)) first.set(place, entry);
    last.set(place, entry);
  }
  return new Set([...first.values(), ...last.values()]);
}
