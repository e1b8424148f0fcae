import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultWindowLimits } from './limits.js';
import { referenceAlerts } from './reference/reference-alerts.js';
import { someObservations } from './testing/observations.js';
import { WindowBook } from './testing/window-book.js';
import type { CountObservation } from './window.js';

const ids = (alerts: Iterable<string>) => [...alerts].sort();
const runs = { numRuns: 1_500 };

const shuffled = someObservations.chain((observations) =>
  fc.tuple(
    fc.constant(observations),
    fc.shuffledSubarray([...observations, ...observations], { minLength: 2 * observations.length }),
  ),
);

describe('the set of alerts is a function of the set of records', () => {
  it('any order and any duplication give exactly the alerts of the definition, normal and marked', () => {
    fc.assert(
      fc.property(shuffled, ([observations, arrival]) => {
        const book = new WindowBook().seeAll(arrival);
        expect(ids(book.fired.keys())).toEqual(ids(referenceAlerts(observations).keys()));
      }),
      runs,
    );
  });

  it('a summary tells count, times and records of the definition, whatever the order', () => {
    fc.assert(
      fc.property(shuffled, ([observations, arrival]) => {
        const book = new WindowBook().seeAll(arrival);
        for (const alert of referenceAlerts(observations).values()) {
          const summary = book.summary(alert.id);
          expect(summary).toMatchObject({
            count: alert.count,
            countIsLowerBound: false,
            firstEventTimeMs: alert.firstEventTimeMs,
            lastEventTimeMs: alert.lastEventTimeMs,
          });
          expect(ids(summary?.records.map(({ uid }) => uid) ?? [])).toEqual(ids(alert.uids));
        }
      }),
      runs,
    );
  });

  it('one more record never takes an alert away', () => {
    fc.assert(
      fc.property(someObservations, (observations) => {
        const fewer = referenceAlerts(observations.slice(0, -1));
        const more = referenceAlerts(observations);
        for (const id of fewer.keys()) expect(more.has(id)).toBe(true);
      }),
      runs,
    );
  });

  it('forgetting what no window needs changes no alert, in any order', () => {
    const tight = { ...defaultWindowLimits, rememberedRecords: 0, shownRecords: 2 };
    fc.assert(
      fc.property(shuffled, ([observations, arrival]) => {
        const book = new WindowBook(tight);
        for (const observation of arrival) {
          // Looking for superfluous entries at every step, not only every few hundred.
          for (const state of book.groups.values()) {
            for (const [bucket, before] of state) state.set(bucket, { ...before, compactAt: 0 });
          }
          book.see(observation);
        }
        const reference = referenceAlerts(observations);
        expect(ids(book.fired.keys())).toEqual(ids(reference.keys()));
        for (const { id, count } of reference.values()) {
          const summary = book.summary(id);
          expect(summary?.count).toBeLessThanOrEqual(count);
          if (!summary?.countIsLowerBound) expect(summary?.count).toBe(count);
        }
      }),
      runs,
    );
  });

  it('an alert is answered once, unless its record comes again before it is marked done', () => {
    fc.assert(
      fc.property(someObservations, (observations) => {
        const book = new WindowBook();
        const answered: string[] = [];
        const see = (observation: CountObservation) => {
          const firings = book.see(observation);
          expect(book.see(observation).map(({ alertId }) => alertId)).toEqual(firings.map(({ alertId }) => alertId));
          for (const firing of firings) {
            answered.push(firing.alertId);
            book.done(firing);
          }
          expect(book.see(observation)).toEqual([]);
        };
        observations.forEach(see);
        observations.forEach(see);
        expect(answered).toHaveLength(new Set(answered).size);
      }),
      runs,
    );
  });
});
