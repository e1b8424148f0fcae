import { canonicalJson } from '@trailhound/contracts';
import type { CorrelationObservation, CountObservation } from '@trailhound/detection';
import { referenceAlerts, referenceCorrelationIds } from '@trailhound/detection/reference';
import type { WindowStore } from '@trailhound/ports';
import { expect } from 'vitest';
import { runHistory } from './simulated-matcher.js';
import { type WindowHistory, windowHistories } from './window-histories.js';

export interface HistoriesOptions {
  readonly seed?: number;
  /** Default 10,000. */
  readonly count?: number;
  /** Histories under way at once; a store behind a network answers many. Default 1. */
  readonly concurrency?: number;
}

/**
 * Runs random histories on a store and fails at the first one whose alerts or summaries are not those of the definition,
 * naming the history. Every store that passes therefore agrees with every other.
 */
export async function assertHistoriesAgree(
  store: WindowStore,
  { seed = 1, count = 10_000, concurrency = 1 }: HistoriesOptions = {},
): Promise<void> {
  const histories = windowHistories(seed, count);
  const worker = async () => {
    for (const history of histories) await judge(store, history);
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
}

async function judge(store: WindowStore, history: WindowHistory): Promise<void> {
  const { published } = await runHistory(store, history);
  const counts = history.partitions.flat().filter((one): one is CountObservation => one.kind === 'count');
  const expected = referenceAlerts(counts);
  const where = `${history.name} (windowHistories(seed, count) gives it again)`;
  const correlations = history.partitions.flat().filter((one) => one.kind === 'correlate');
  const ids = [...expected.keys(), ...correlationIds(correlations)].sort();
  expect([...published.keys()].sort(), where).toEqual(ids);
  for (const { suppressed, alertId, count } of published.values()) {
    if (correlations.length === 0) break;
    const summary = await store.summary(alertId);
    expect(summary?.count, where).toBeGreaterThanOrEqual(count);
    expect(summary?.records.length, where).toBeGreaterThan(0);
    expect(suppressed || correlations.some(({ entry }) => !entry.suppressed), where).toBe(true);
  }
  for (const { id, suppressed, bucket, count, firstEventTimeMs, lastEventTimeMs, uids } of expected.values()) {
    expect(published.get(id), where).toMatchObject({ suppressed, bucket });
    const summary = await store.summary(id);
    expect(summary, where).toMatchObject({ count, countIsLowerBound: false, firstEventTimeMs, lastEventTimeMs });
    expect(summary?.records.map(({ uid }) => uid).sort(), where).toEqual([...uids].sort());
  }
}

function correlationIds(observations: readonly CorrelationObservation[]): readonly string[] {
  const groups = Map.groupBy(observations, ({ key }) => canonicalJson(key.group));
  return [...groups.values()].flatMap((ofGroup) => {
    const [first] = ofGroup;
    const entries = ofGroup.map(({ entry }) => entry);
    return first === undefined ? [] : [...referenceCorrelationIds(first.key, first.spec, entries)];
  });
}
