import type { CountObservation, Firing, Observation, WindowLimits, WindowSpec } from '@trailhound/detection';
import { plainFiring, windowGroup } from '@trailhound/detection';
import type { WindowStore } from '@trailhound/ports';
import { describe, expect, it } from 'vitest';
import { awaitedPromises } from './awaited-promises.js';
import { correlationPromises } from './correlation-promises.js';
import { assertHistoriesAgree, type HistoriesOptions } from './histories-agree.js';
import { firings, observe } from './observe-batch.js';
import { type Subject, withSubject } from './subject.js';
import { assertLastYearIsTheSame, assertLiftingGivesBack } from './window-laws.js';

export interface WindowStoreCapabilities {
  /** How the random histories are run; default: 10,000, one after the other. */
  readonly histories?: HistoriesOptions;
  /** Bound of all histories together. Default 120 s. */
  readonly historiesTimeoutMs?: number;
}

const threeInTen: WindowSpec = { count: 3, withinMs: 600_000, dedupMs: 600_000, distinct: false };
const key = { ruleId: 'denials', stateHash: 'a'.repeat(64), group: ['alice'] };

function seen(uid: string, seconds: number, more: Partial<CountObservation> = {}): CountObservation {
  const { offsetMs } = windowGroup(more.key ?? key, threeInTen).grid;
  return {
    kind: 'count',
    key,
    spec: threeInTen,
    uid,
    eventTimeMs: offsetMs + seconds * 1_000,
    suppressed: false,
    mayBeSuppressed: false,
    record: { uid, eventID: null, eventTime: '2026-01-01T00:00:00Z', input: 'trail.json', index: 0 },
    ...more,
  };
}

const three = [seen('u1', 1), seen('u2', 2), seen('u3', 3)];

/** The promises of {@link WindowStore}. `open` gives an empty store with these limits in place of its own. */
export function windowStoreContract(
  name: string,
  open: (limits: Partial<WindowLimits>) => Promise<Subject<WindowStore>>,
  { histories = {}, historiesTimeoutMs = 120_000 }: WindowStoreCapabilities = {},
): void {
  const promise = (
    sentence: string,
    judge: (store: WindowStore, subject: Subject<WindowStore>) => Promise<void>,
    limits: Partial<WindowLimits> = {},
  ) => it(sentence, () => withSubject(() => open(limits), judge));

  describe(`${name} keeps the WindowStore promise`, () => {
    promise('answers one list of firings an observation, in order', async (store) => {
      const result = await observe(store, [...three, seen('u4', 4)]);
      expect(result.kind === 'ok' && result.firings.map((due) => due.length)).toEqual([0, 0, 1, 0]);
      expect(firings(result)[0]).toMatchObject({ key, bucket: 0, count: 3, suppressed: false, overflow: false });
    });

    promise('a batch observed again answers the same alerts until they are marked done, then none', async (store) => {
      const due = firings(await observe(store, three));
      expect(firings(await observe(store, three)).map(({ alertId }) => alertId)).toEqual(
        due.map(({ alertId }) => alertId),
      );
      await store.markDone(due);
      await store.markDone(due);
      expect(firings(await observe(store, three))).toEqual([]);
    });

    promise('firings without state are passed over by markDone', async (store) => {
      await store.markDone([plainFiring(seen('u1', 1))]);
      expect(await store.summary(plainFiring(seen('u1', 1)).alertId)).toBeUndefined();
    });

    promise(
      'a pending alert is answered to any record of its group once the lease is over',
      async (store) => {
        expect(firings(await observe(store, three))).toHaveLength(1);
        expect(firings(await observe(store, [seen('u4', 4)], { from: 3 }))).toEqual([]);
        await new Promise((resolve) => setTimeout(resolve, 600));
        expect(firings(await observe(store, [seen('u5', 5)], { from: 4 }))).toHaveLength(1);
      },
      { leaseMs: 400 },
    );

    promise('partitions count together and have stamps of their own', async (store) => {
      await observe(store, three.slice(0, 2), { partition: 0 });
      expect(firings(await observe(store, three.slice(2), { partition: 7 }))).toHaveLength(1);
      expect(await store.stamp('matchers', 0)).toBe(2n);
      expect(await store.stamp('matchers', 7)).toBe(1n);
      expect(await store.stamp('matchers', 1)).toBeUndefined();
      expect(await store.stamp('others', 0)).toBeUndefined();
    });

    promise('the stamp never goes back, and a batch without matches moves it', async (store) => {
      await observe(store, three);
      await observe(store, three.slice(0, 1), { from: 0, first: false });
      expect(await store.stamp('matchers', 0)).toBe(3n);
      await store.observe({
        stream: 'matchers',
        partition: 0,
        from: 3n,
        to: 2n ** 40n,
        first: false,
        observations: [],
      });
      expect(await store.stamp('matchers', 0)).toBe(2n ** 40n);
    });

    promise('a store that knows less than the log position asks for says so and changes nothing', async (store) => {
      expect(await observe(store, three, { from: 5, first: false })).toEqual({ kind: 'regressed', stamp: undefined });
      await observe(store, three.slice(0, 2));
      expect(await observe(store, [seen('u9', 9)], { from: 5, first: false })).toEqual({
        kind: 'regressed',
        stamp: 2n,
      });
      expect(await observe(store, [seen('u9', 9)], { from: 5, first: true })).toEqual({ kind: 'regressed', stamp: 2n });
      expect(await store.stamp('matchers', 0)).toBe(2n);
      expect(firings(await observe(store, [seen('u10', 10)], { from: 2 }))[0]).toMatchObject({ count: 3 });
    });

    promise('counts may run ahead of the stamp, and neither stands in for the other', async (store) => {
      const ahead = (counted: readonly [number, number], observations: readonly Observation[] = [], to = 0) =>
        store.observe({
          ...{ stream: 'matchers', partition: 0, from: 0n, to: BigInt(to), first: true, observations },
          counted: { from: BigInt(counted[0]), to: BigInt(counted[1]) },
        });
      expect(firings(await ahead([0, 2], three.slice(0, 2)))).toEqual([]);
      expect(await store.stamp('matchers', 0)).toBe(0n);
      expect(await ahead([3, 4], [seen('u9', 9)])).toEqual({ kind: 'regressed', stamp: 0n });
      expect(firings(await ahead([2, 3], three.slice(2)))).toHaveLength(1);
      expect(await observe(store, [], { from: 3, first: false })).toEqual({ kind: 'regressed', stamp: 0n });
      expect((await ahead([1, 2], three.slice(1, 2))).kind).toBe('ok');
      expect((await ahead([3, 3], [], 3)).kind).toBe('ok');
      expect(await store.stamp('matchers', 0)).toBe(3n);
      expect((await observe(store, [seen('u4', 4)], { from: 3 })).kind).toBe('ok');
      expect(await observe(store, [seen('u9', 9)], { from: 5 })).toEqual({ kind: 'regressed', stamp: 4n });
    });

    promise(
      'the revision of the rules never falls, in any partition, and what is refused changes nothing',
      async (store) => {
        const under = (revision: number, isNewest: boolean, partition: number, stream = 'matchers') =>
          store.observe({
            ...{ stream, partition, from: 0n, to: 3n, first: true, observations: three },
            rules: { revision, isNewest },
          });
        expect(await under(4, false, 0)).toEqual({ kind: 'outdated', revision: undefined });
        expect(await store.stamp('matchers', 0)).toBeUndefined();
        expect(firings(await under(4, true, 0))).toHaveLength(1);
        expect((await under(4, false, 1)).kind).toBe('ok');
        expect((await under(6, false, 1)).kind).toBe('ok');
        expect(await under(5, true, 2)).toEqual({ kind: 'outdated', revision: 6 });
        expect(await store.stamp('matchers', 2)).toBeUndefined();
        expect((await under(6, false, 2)).kind).toBe('ok');
        expect((await under(10, false, 2)).kind).toBe('ok');
        expect(await under(9, false, 2)).toEqual({ kind: 'outdated', revision: 10 });
        expect((await observe(store, three, { partition: 3 })).kind).toBe('ok');
        expect(await under(5, false, 0, 'others')).toEqual({ kind: 'outdated', revision: undefined });
      },
    );

    promise('a summary goes on counting after the alert fired', async (store) => {
      const [alert] = firings(await observe(store, three));
      await store.markDone(alert ? [alert] : []);
      await observe(store, [seen('u2', 2), seen('u4', 0), seen('u5', 500)], { from: 3 });
      const { offsetMs } = windowGroup(key, threeInTen).grid;
      expect(await store.summary(alert?.alertId ?? '')).toMatchObject({
        count: 5,
        countIsLowerBound: false,
        firstEventTimeMs: offsetMs,
        lastEventTimeMs: offsetMs + 500_000,
        records: ['u4', 'u1', 'u2', 'u3', 'u5'].map((uid) => ({ uid })),
      });
      expect(await store.summary('0'.repeat(64))).toBeUndefined();
    });

    promise(
      'beyond what is remembered a count is a lower bound, and the alert stays',
      async (store) => {
        const flood = Array.from({ length: 2_000 }, (_, at) => seen(`f${at}`, at / 100));
        const [alert] = firings(await observe(store, flood));
        const summary = await store.summary(alert?.alertId ?? '');
        expect(summary?.countIsLowerBound).toBe(true);
        expect(summary?.count).toBeGreaterThanOrEqual(100);
        expect(summary?.records.map(({ uid }) => uid)).toEqual(['f0', 'f1', 'f2', 'f3', 'f4']);
      },
      { rememberedRecords: 100, shownRecords: 5 },
    );

    promise(
      'groups beyond the cap are turned away into one alert of the rule; known groups go on',
      async (store) => {
        const ofGroup = (user: string, uid: string, seconds: number) =>
          seen(uid, seconds, { key: { ...key, group: [user] } });
        await observe(store, [ofGroup('a', 'a1', 1), ofGroup('b', 'b1', 1)]);
        const due = firings(await observe(store, [ofGroup('c', 'c1', 1), ofGroup('d', 'd1', 1)], { from: 2 }));
        expect(due).toHaveLength(1);
        expect(due[0]).toMatchObject({ overflow: true, bucket: null, key: { ruleId: 'denials', group: [] } });
        await store.markDone(due);
        const after = [ofGroup('e', 'e1', 1), ofGroup('a', 'a2', 2), ofGroup('a', 'a3', 3)];
        const known = firings(await observe(store, after, { from: 4 }));
        expect(known).toMatchObject([{ overflow: false, key: { group: ['a'] } }]);
        const other = { ...key, ruleId: 'another rule', group: ['z'] };
        expect(firings(await observe(store, [seen('z1', 1, { key: other })], { from: 7 }))).toEqual([]);
        expect(await store.summary(due[0]?.alertId ?? '')).toMatchObject({ countIsLowerBound: true });
      },
      { groupsPerRule: 2 },
    );

    promise('group values may hold anything a record can', async (store) => {
      for (const [at, value] of ['', null, 'a}b|c\n\u0000{d}', '\ud800', '\u202e', 'x'.repeat(100_000)].entries()) {
        const of = (uid: string, seconds: number) => seen(uid, seconds, { key: { ...key, group: [value, null] } });
        const due = firings(await observe(store, [of('u1', 1), of('u2', 2), of('u3', 3)], { partition: at }));
        expect(due).toMatchObject([{ key: { group: [value, null] } }]);
      }
    });

    correlationPromises(promise);
    awaitedPromises(promise);

    promise(
      'a flood that comes in small batches is forgotten just as well',
      async (store) => {
        const flood = Array.from({ length: 1_500 }, (_, at) => seen(`f${at}`, at / 10));
        const due: Firing[] = [];
        for (let from = 0; from < flood.length; from += 50)
          due.push(...firings(await observe(store, flood.slice(from, from + 50), { from })));
        const [alert] = due;
        expect((await store.summary(alert?.alertId ?? ''))?.count).toBeLessThan(500);
      },
      { rememberedRecords: 100 },
    );

    promise('a killed process leaves counts, pending alerts and stamp behind', async (store, subject) => {
      if (subject.afterKill === undefined) return;
      await observe(store, three);
      const next = await subject.afterKill();
      expect(await next.stamp('matchers', 0)).toBe(3n);
      const due = firings(await observe(next, three, { first: false }));
      expect(due).toMatchObject([{ count: 3, bucket: 0 }]);
      await next.markDone(due);
      expect(firings(await observe(next, [seen('u4', 4)], { from: 3 }))).toEqual([]);
      expect(await next.summary(due[0]?.alertId ?? '')).toMatchObject({ count: 4 });
    });

    promise('a year of old records in any order gives the alerts of their own order', assertLastYearIsTheSame);

    promise('muted records that are read again unmuted give back the alerts they give without', assertLiftingGivesBack);

    it(
      'random histories with duplicates, lateness, interleaving and crashes give the alerts of the definition',
      () =>
        withSubject(
          () => open({}),
          (store) => assertHistoriesAgree(store, histories),
        ),
      historiesTimeoutMs,
    );
  });
}
