import { type CountObservation, type Firing, type WindowSpec, windowGroup } from '@trailhound/detection';
import { referenceAlerts } from '@trailhound/detection/reference';
import type { WindowStore } from '@trailhound/ports';
import { expect } from 'vitest';
import { firings, observe } from './observe-batch.js';
import { Random } from './random.js';

const spec: WindowSpec = { count: 3, withinMs: 600_000, dedupMs: 1_800_000, distinct: false };
const dayMs = 86_400_000;

/** A year of matches of one rule, by three users, in bursts of a few minutes. */
function yearOf(ruleId: string, random: Random): readonly CountObservation[] {
  const lastYearMs = Date.now() - 400 * dayMs;
  return Array.from({ length: 60 }, () => random.between(0, 365)).flatMap((day, burst) =>
    Array.from({ length: random.between(1, 6) }, (_, at): CountObservation => {
      const key = { ruleId, stateHash: 'd'.repeat(64), group: [random.pick(['ana', 'bo', 'cy'])] };
      const { offsetMs } = windowGroup(key, spec).grid;
      const uid = `${burst}-${at}`;
      const record = { uid, eventID: null, eventTime: '2026-01-01T00:00:00Z', input: 'trail.json', index: at };
      const atMs = Math.floor((lastYearMs + day * dayMs) / spec.dedupMs) * spec.dedupMs + offsetMs;
      return {
        ...{ kind: 'count', key, spec, uid, eventTimeMs: atMs + random.between(-700, 700) * 1_000, record },
        ...{ suppressed: random.chance(0.2), mayBeSuppressed: true },
      };
    }),
  );
}

async function published(
  store: WindowStore,
  matches: readonly CountObservation[],
  partition = 0,
): Promise<readonly string[]> {
  const ids = new Set<string>();
  // Small batches, so that what is kept between them is what the store kept.
  for (let from = 0; from < matches.length; from += 7) {
    const batch = matches.slice(from, from + 7);
    const due: readonly Firing[] = firings(await observe(store, batch, { partition, from }));
    await store.markDone(due);
    for (const { alertId } of due) ids.add(alertId);
  }
  return [...ids].sort();
}

/** Records of last year, read now in any order, give the alerts of their own order: nothing of them is too old. */
export async function assertLastYearIsTheSame(store: WindowStore): Promise<void> {
  const random = new Random(7);
  const matches = yearOf('last-year', random);
  const expected = [...referenceAlerts(matches).keys()].sort();
  expect(expected.length).toBeGreaterThan(10);
  expect(await published(store, random.shuffled(matches))).toEqual(expected);
}

/**
 * Records that were muted, read again on the same state once nothing mutes them any more, give every alert they would
 * have given without.
 */
export async function assertLiftingGivesBack(store: WindowStore): Promise<void> {
  const matches = yearOf('lifted', new Random(11)).map((one) => ({ ...one, suppressed: false }));
  const expected = [...referenceAlerts(matches).entries()].flatMap(([id, { suppressed }]) => (suppressed ? [] : [id]));
  expect(expected.length).toBeGreaterThan(10);
  const muted = await published(
    store,
    matches.map((one) => ({ ...one, suppressed: true })),
  );
  expect(muted.filter((id) => expected.includes(id))).toEqual([]);
  expect(muted.length).toBe(expected.length);
  // In another partition, because reading goes forward only.
  expect(await published(store, matches, 1)).toEqual(expected.sort());
}
