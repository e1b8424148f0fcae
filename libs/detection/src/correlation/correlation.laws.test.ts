import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultWindowLimits } from '../limits.js';
import { referenceAlerts } from '../reference/reference-alerts.js';
import { referenceCorrelationIds } from '../reference/reference-correlations.js';
import { anySpec, observedIds, orderFreeSpec, someMatches } from '../testing/correlated-matches.js';
import { aKey } from '../testing/observations.js';
import type { CountObservation } from '../window.js';
import { type CorrelationEntry, compareEntries } from './correlation-entry.js';
import { correlationFirings } from './correlation-firings.js';
import { type CorrelationSpec, correlationGroup, isOrderFree } from './correlation-spec.js';
import { neededMatches } from './needed-matches.js';

const sorted = (ids: Iterable<string>) => [...ids].sort();
const finalIds = (spec: CorrelationSpec, matches: readonly CorrelationEntry[]) =>
  correlationFirings(correlationGroup(aKey, spec), spec, matches.toSorted(compareEntries)).map(
    ({ alertId }) => alertId,
  );
const arrivals = someMatches.chain((matches) =>
  fc.tuple(fc.constant(matches), fc.shuffledSubarray([...matches, ...matches], { minLength: 2 * matches.length })),
);
const runs = { numRuns: 1_500 };

describe('the alerts of a correlation', () => {
  it('over a finished input are those of the definition, for every type and order of records', () => {
    let alerts = 0;
    fc.assert(
      fc.property(anySpec, someMatches, (spec, matches) => {
        const ids = finalIds(spec, matches);
        alerts += ids.length;
        expect(sorted(ids)).toEqual(sorted(referenceCorrelationIds(aKey, spec, matches)));
      }),
      runs,
    );
    expect(alerts).toBeGreaterThan(500);
  });

  it('as records arrive are those of the definition, in any order and with any repeats, where order is free', () => {
    fc.assert(
      fc.property(orderFreeSpec, arrivals, (spec, [matches, arrival]) => {
        expect(isOrderFree(spec)).toBe(true);
        expect(sorted(observedIds(spec, arrival))).toEqual(sorted(referenceCorrelationIds(aKey, spec, matches)));
      }),
      runs,
    );
  });

  it('stay when what no window needs is forgotten, in any order', () => {
    const tight = { ...defaultWindowLimits, rememberedRecords: 0 };
    let isForgotten = false;
    fc.assert(
      fc.property(orderFreeSpec, arrivals, (spec, [matches, arrival]) => {
        isForgotten ||=
          (neededMatches(spec, matches.toSorted(compareEntries))?.size ?? matches.length) < matches.length;
        expect(sorted(observedIds(spec, arrival, tight))).toEqual(sorted(referenceCorrelationIds(aKey, spec, matches)));
      }),
      runs,
    );
    expect(isForgotten).toBe(true);
  });

  it('are never invented where there is no room for what windows need', () => {
    const tight = { ...defaultWindowLimits, rememberedRecords: 0, neededMatches: 2 };
    fc.assert(
      fc.property(orderFreeSpec, arrivals, (spec, [matches, arrival]) => {
        const reference = new Set(referenceCorrelationIds(aKey, spec, matches));
        for (const id of observedIds(spec, arrival, tight)) expect(reference.has(id)).toBe(true);
      }),
      runs,
    );
  });

  it('are never taken away by one more record, where order is free', () => {
    fc.assert(
      fc.property(orderFreeSpec, someMatches, (spec, matches) => {
        const more = new Set(finalIds(spec, matches));
        expect(finalIds(spec, matches.slice(0, -1)).filter((id) => !more.has(id))).toEqual([]);
      }),
      runs,
    );
  });

  it('of a plain count are those of a threshold rule with the same window', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 5 }), someMatches, (count, matches) => {
        const bounds = [{ op: 'gte', value: count }] as const;
        const spec: CorrelationSpec = { withinMs: 20_000, test: { kind: 'number', measure: { of: 'events' }, bounds } };
        const window = { count, withinMs: 20_000, dedupMs: 20_000, distinct: false };
        const observations = matches.map(({ uid, atMs, suppressed, refs }): CountObservation => {
          const [record = { uid, eventID: null, eventTime: '', input: '', index: 0 }] = refs;
          return {
            kind: 'count',
            key: aKey,
            spec: window,
            uid,
            eventTimeMs: atMs,
            suppressed,
            mayBeSuppressed: true,
            record,
          };
        });
        expect(sorted(finalIds(spec, matches))).toEqual(sorted(referenceAlerts(observations).keys()));
      }),
      runs,
    );
  });
});
