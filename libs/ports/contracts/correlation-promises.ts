import { type CorrelationObservation, correlationGroup, type Firing, type WindowLimits } from '@trailhound/detection';
import type { WindowStore } from '@trailhound/ports';
import { expect } from 'vitest';
import { firings, observe } from './observe-batch.js';

const key = { ruleId: 'trail-tampering', stateHash: 'a'.repeat(64), group: ['alice'] };

const aThenB = {
  withinMs: 600_000,
  test: { kind: 'rules', ordered: true, alternatives: [{ all: [0, 1], none: [] }] },
} as const;

/** A match of the first (0) or the second (1) rule of a correlation that wants them in order within ten minutes. */
function correlated(
  input: number,
  seconds: number,
  more: Partial<Omit<CorrelationObservation, 'entry'>> = {},
): CorrelationObservation {
  const uid = `${input}-${seconds}`;
  const { offsetMs } = correlationGroup(more.key ?? key, aThenB).grid;
  const refs = [{ uid, eventID: null, eventTime: '2026-01-01T00:00:00Z', input: 'trail.json', index: 0 }];
  const entry = { atMs: offsetMs + seconds * 1_000, uid, input, suppressed: false, refs, facts: { user: 'alice' } };
  return { kind: 'correlate', key, spec: aThenB, entry, ...more };
}

/** What a window store promises of correlations across rules. */
export function correlationPromises(
  promise: (sentence: string, judge: (store: WindowStore) => Promise<void>, limits?: Partial<WindowLimits>) => void,
): void {
  promise('matches of several rules meet in their correlation, whichever comes first', async (store) => {
    expect(firings(await observe(store, [correlated(1, 20), correlated(0, 300)]))).toEqual([]);
    const due = firings(await observe(store, [correlated(0, 10)], { from: 2 }));
    expect(due).toMatchObject([{ key, count: 3, bucket: 0, suppressed: false }]);
    expect(firings(await observe(store, [correlated(0, 10)], { from: 2 }))).toMatchObject([{ count: 3 }]);
    await store.markDone(due);
    expect(firings(await observe(store, [correlated(0, 10)], { from: 2 }))).toEqual([]);
    expect(await store.summary(due[0]?.alertId ?? '')).toMatchObject({
      count: 3,
      records: [{ uid: '0-10' }, { uid: '1-20' }, { uid: '0-300' }],
    });
  });

  promise('a correlation that feeds another answers the moments it reaches, again on every repeat', async (store) => {
    const fed = [correlated(0, 10, { feeds: 'top' }), correlated(1, 20, { feeds: 'top' })];
    for (let round = 0; round < 2; round += 1) {
      const observed = await observe(store, fed, { from: 0, first: true });
      expect(firings(observed)).toEqual([]);
      const reached = observed.kind === 'ok' ? observed.reached.map((moments) => moments.length) : [];
      // The first time the earlier match does not make it hold yet.
      expect(reached).toEqual(round === 0 ? [0, 1] : [1, 1]);
      expect(observed.kind === 'ok' && observed.reached[1]).toMatchObject([
        { suppressed: false, facts: { user: 'alice' }, refs: [{ uid: '0-10' }, { uid: '1-20' }] },
      ]);
    }
    const apart = [correlated(0, 10), correlated(1, 20)];
    expect(firings(await observe(store, apart, { from: 2 }))).toHaveLength(1);
  });

  promise(
    'a flood of a correlation is bounded, and the rule tells that matches found no room',
    async (store) => {
      const flood = Array.from({ length: 1_000 }, (_, at) => correlated(0, at / 2));
      const due: Firing[] = [];
      for (let from = 0; from < flood.length; from += 100)
        due.push(...firings(await observe(store, flood.slice(from, from + 100), { from })));
      expect(due).toMatchObject([{ overflow: true, key: { ruleId: key.ruleId } }]);
      await store.markDone(due);
      const [alert] = firings(await observe(store, [correlated(1, 400)], { from: flood.length }));
      expect(alert).toMatchObject({ overflow: false, bucket: 0 });
      const summary = await store.summary(alert?.alertId ?? '');
      expect(summary?.countIsLowerBound).toBe(true);
      expect(summary?.count).toBeLessThan(700);
    },
    { rememberedRecords: 10, neededMatches: 50 },
  );
}
