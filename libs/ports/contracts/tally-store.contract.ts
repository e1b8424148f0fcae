import { maxTallyEntries } from '@trailhound/contracts';
import type { TallyStore } from '@trailhound/ports';
import { describe, expect, it } from 'vitest';
import { type Subject, withSubject } from './subject.js';

const hourMs = 3_600_000;

function record(uid: string, key = 'k') {
  return { key, uid, entry: `{"uid":"${uid}"}`, keepMs: hourMs };
}

/** The promises of {@link TallyStore}. `open` gives an empty store. */
export function tallyStoreContract(name: string, open: () => Promise<Subject<TallyStore>>): void {
  const promise = (sentence: string, judge: (store: TallyStore, subject: Subject<TallyStore>) => Promise<void>) =>
    it(sentence, () => withSubject(open, judge));

  describe(`${name} keeps the TallyStore promise`, () => {
    promise('a record counts once, however often it comes, and the first of its entries holds', async (store) => {
      await store.add([record('a'), record('b'), record('a')]);
      await store.add([{ ...record('b'), entry: 'another' }]);
      expect([...(await store.read('k'))].sort()).toEqual(['{"uid":"a"}', '{"uid":"b"}']);
    });

    promise('tallies are apart, and one that nobody wrote is empty', async (store) => {
      await store.add([record('a'), record('a', 'k2'), record('b', 'k2')]);
      expect((await store.read('k')).length).toBe(1);
      expect((await store.read('k2')).length).toBe(2);
      expect(await store.read('k3')).toEqual([]);
    });

    promise('of one tally no more are kept than it may have', async (store) => {
      const many = Array.from({ length: maxTallyEntries + 5 }, (_, at) => record(`r${at}`));
      await store.add(many);
      expect((await store.read('k')).length).toBe(maxTallyEntries);
    });

    promise('a killed process leaves what it had added', async (store, { afterKill }) => {
      if (afterKill === undefined) return;
      await store.add([record('a')]);
      expect(await (await afterKill()).read('k')).toEqual(['{"uid":"a"}']);
    });
  });
}
