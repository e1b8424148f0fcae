import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { referenceAlerts } from '../reference/reference-alerts.js';
import { referenceCorrelationIds } from '../reference/reference-correlations.js';
import { anySpec, observedIds, orderFreeSpec, someMatches } from '../testing/correlated-matches.js';
import { aKey } from '../testing/observations.js';
import type { Observation } from '../window.js';
import { type CorrelationEntry, compareEntries } from './correlation-entry.js';
import { correlationFirings } from './correlation-firings.js';
import { type CorrelationSpec, correlationGroup, isOrderFree } from './correlation-spec.js';

const sorted = (ids: Iterable<string>) => [...ids].sort();
const finalIds = (spec: CorrelationSpec, matches: readonly CorrelationEntry[]) =>
  correlationFirings(correlationGroup(aKey, spec), spec, matches.toSorted(compareEntries)).map(
    ({ alertId }) => alertId,
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
    const arrivals = someMatches.chain((matches) =>
      fc.tuple(fc.constant(matches), fc.shuffledSubarray([...matches, ...matches], { minLength: 2 * matches.length })),
    );
    fc.assert(
      fc.property(orderFreeSpec, arrivals, (spec, [matches, arrival]) => {
        expect(isOrderFree(spec)).toBe(true);
        expect(sorted(observedIds(spec, arrival))).toEqual(sorted(referenceCorrelationIds(aKey, spec, matches)));
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
        const observations = matches.map(({ uid, atMs, suppressed, refs }): Observation => {
          const [record = { uid, eventID: null, eventTime: '', input: '', index: 0 }] = refs;
          return { key: aKey, spec: window, uid, eventTimeMs: atMs, suppressed, mayBeSuppressed: true, record };
        });
        expect(sorted(finalIds(spec, matches))).toEqual(sorted(referenceAlerts(observations).keys()));
      }),
      runs,
    );
  });
});
