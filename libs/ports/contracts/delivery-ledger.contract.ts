import type { CheckpointStore, DeliveryLedger, StateStore } from '@trailhound/ports';
import { describe, expect, it } from 'vitest';
import { digestPromises } from './digest-promises.js';
import { claim, delivery, held, leaseMs, t0 } from './sample-deliveries.js';
import { type Subject, withSubject } from './subject.js';

type LedgerStore = Pick<StateStore, 'deliveries' | 'checkpoints'>;

/** The promises of {@link DeliveryLedger}. `open` gives an empty ledger, and the checkpoints beside it. */
export function deliveryLedgerContract(name: string, open: () => Promise<Subject<LedgerStore>>): void {
  const promise = (
    sentence: string,
    judge: (ledger: DeliveryLedger, subject: Subject<LedgerStore>, checkpoints: CheckpointStore) => Promise<void>,
  ) => it(sentence, () => withSubject(open, (store, subject) => judge(store.deliveries, subject, store.checkpoints)));

  describe(`${name} keeps the DeliveryLedger promise`, () => {
    promise('a delivery is claimed whole, once, when it is due', async (ledger) => {
      const before = Date.now();
      await ledger.enqueue([delivery('d1', { dueMs: t0 + 5 })]);
      expect(await claim(ledger, t0 + 4, 'a')).toEqual([]);
      const [claimed] = await claim(ledger, t0 + 5, 'a');
      expect(claimed).toMatchObject({ ...delivery('d1'), dueMs: t0 + 5, attempt: 1, replays: 0 });
      expect(Math.abs((claimed?.enqueuedMs ?? 0) - before)).toBeLessThan(60_000);
      expect(await claim(ledger, t0 + 6, 'b')).toEqual([]);
      expect(await ledger.status('d1')).toMatchObject({ state: 'inflight', attempts: 1, dueMs: t0 + 5 + leaseMs });
    });

    promise('what it tells can be replaced by whoever holds it, once and for all', async (ledger) => {
      await ledger.enqueue([delivery('d1')]);
      await claim(ledger, t0, 'a');
      expect(await ledger.rewrite('d1', 'b', 'not mine')).toBe(false);
      expect(await ledger.rewrite('d1', 'a', '{"counted":3}')).toBe(true);
      expect([...(await ledger.payloads(['d1']))]).toEqual([['d1', '{"counted":3}']]);
      await ledger.reschedule('d1', 'a', t0 + 1, 'busy');
      expect(await ledger.rewrite('d1', 'a', 'too late')).toBe(false);
      expect(await claim(ledger, t0 + 1, 'c')).toMatchObject([{ payload: '{"counted":3}', attempt: 2 }]);
    });

    promise('the oldest due ones come first, no more than asked for, of one destination only', async (ledger) => {
      await ledger.enqueue([
        delivery('late', { dueMs: t0 + 2 }),
        delivery('early', { dueMs: t0 }),
        delivery('middle', { dueMs: t0 + 1 }),
        delivery('elsewhere', { destination: 'pager' }),
      ]);
      expect((await claim(ledger, t0 + 9, 'a', { limit: 2 })).map(({ id }) => id)).toEqual(['early', 'middle']);
      expect((await claim(ledger, t0 + 9, 'a')).map(({ id }) => id)).toEqual(['late']);
      expect((await claim(ledger, t0 + 9, 'a', { destination: 'pager' })).map(({ id }) => id)).toEqual(['elsewhere']);
      expect(await claim(ledger, t0 + 9, 'a', { destination: 'nobody' })).toEqual([]);
    });

    promise('of racing claims exactly one wins', async (ledger) => {
      await ledger.enqueue([delivery('d1'), delivery('d2')]);
      const claims = await Promise.all(['a', 'b', 'c', 'd'].map((token) => claim(ledger, t0, token)));
      expect(
        claims
          .flat()
          .map(({ id }) => id)
          .sort(),
      ).toEqual(['d1', 'd2']);
    });

    promise(
      'what is guarded by a checkpoint is added only while that has its value',
      async (ledger, _, checkpoints) => {
        const guard = (value: string | undefined) => ({ scope: 's', key: 'k', value });
        expect(await ledger.enqueue([delivery('d1')], guard(undefined))).toBe(true);
        expect(await ledger.enqueue([delivery('d2')], guard('7'))).toBe(false);
        await checkpoints.set('s', 'k', '7');
        expect(await ledger.enqueue([delivery('d3')], guard(undefined))).toBe(false);
        expect(await ledger.hold([held('d4')], guard('6'))).toBe(false);
        expect(await ledger.hold([held('d5', { atOnce: 1 })], guard('7'))).toBe(true);
        expect(await ledger.enqueue([delivery('d6')], guard('7'))).toBe(true);
        expect((await claim(ledger, t0, 'a')).map(({ id }) => id).sort()).toEqual(['d1', 'd5', 'd6']);
      },
    );

    promise('enqueueing again changes nothing, in whatever state the delivery is', async (ledger) => {
      const again = () => ledger.enqueue([delivery('d1', { payload: 'other', dueMs: 0 })]);
      await ledger.enqueue([delivery('d1')]);
      await again();
      expect(await claim(ledger, t0, 'a')).toMatchObject([{ payload: '{"id":"d1"}', attempt: 1 }]);
      await again();
      expect(await claim(ledger, t0, 'b')).toEqual([]);
      await ledger.finish('d1', 'a', 'delivered');
      await again();
      expect(await claim(ledger, t0 + 10 * leaseMs, 'b')).toEqual([]);
      expect(await ledger.status('d1')).toMatchObject({ state: 'delivered', attempts: 1 });
    });

    promise('a lease that ran out is claimed again, and the late holder overwrites nothing', async (ledger) => {
      await ledger.enqueue([delivery('d1')]);
      await claim(ledger, t0, 'zombie');
      expect(await claim(ledger, t0 + leaseMs - 1, 'b')).toEqual([]);
      expect(await claim(ledger, t0 + leaseMs, 'b')).toMatchObject([{ id: 'd1', attempt: 2 }]);
      expect(await ledger.finish('d1', 'zombie', 'delivered')).toBe(false);
      expect(await ledger.reschedule('d1', 'zombie', t0, 'no')).toBe(false);
      expect(await ledger.status('d1')).toMatchObject({ state: 'inflight', attempts: 2 });
      expect(await ledger.finish('d1', 'b', 'delivered')).toBe(true);
      expect(await ledger.finish('d1', 'b', 'dead', 'twice')).toBe(false);
    });

    promise('a holder that is still at it keeps its lease, and nobody else can extend it', async (ledger) => {
      await ledger.enqueue([delivery('d1')]);
      await claim(ledger, t0, 'a');
      expect(await ledger.extend('d1', 'a', t0 + 3 * leaseMs)).toBe(true);
      expect(await ledger.extend('d1', 'b', t0 + 9 * leaseMs)).toBe(false);
      expect(await claim(ledger, t0 + 3 * leaseMs - 1, 'b')).toEqual([]);
      expect(await ledger.status('d1')).toMatchObject({ state: 'inflight', attempts: 1, dueMs: t0 + 3 * leaseMs });
      expect(await claim(ledger, t0 + 3 * leaseMs, 'b')).toMatchObject([{ id: 'd1', attempt: 2 }]);
      expect(await ledger.extend('d1', 'a', t0 + 9 * leaseMs)).toBe(false);
      await ledger.finish('d1', 'b', 'delivered');
      expect(await ledger.extend('d1', 'b', t0 + 9 * leaseMs)).toBe(false);
      expect(await ledger.extend('unknown', 'b', t0)).toBe(false);
    });

    promise('a rescheduled delivery waits, with its reason, and the attempts go on', async (ledger) => {
      await ledger.enqueue([delivery('d1')]);
      await claim(ledger, t0, 'a');
      expect(await ledger.reschedule('d1', 'a', t0 + 2_000, '503 Service Unavailable')).toBe(true);
      expect(await ledger.status('d1')).toEqual({
        id: 'd1',
        alertId: 'alert-of-d1',
        destination: 'soc',
        state: 'pending',
        attempts: 1,
        lastError: '503 Service Unavailable',
        dueMs: t0 + 2_000,
      });
      expect(await claim(ledger, t0 + 1_999, 'a')).toEqual([]);
      expect(await claim(ledger, t0 + 2_000, 'a')).toMatchObject([{ attempt: 2 }]);
    });

    promise('what is at an end stays there until it is replayed', async (ledger) => {
      await ledger.enqueue([delivery('dead'), delivery('done')]);
      await claim(ledger, t0, 'a');
      await ledger.finish('dead', 'a', 'dead', '404 Not Found');
      await ledger.finish('done', 'a', 'delivered');
      expect(await ledger.status('dead')).toMatchObject({ state: 'dead', lastError: '404 Not Found' });
      expect((await ledger.status('dead'))?.dueMs).toBeUndefined();
      expect(await ledger.open(10)).toEqual([]);
      expect(await ledger.replay('dead', t0 + 5)).toBe(true);
      expect(await ledger.replay('done', t0 + 6)).toBe(true);
      expect(await ledger.replay('unknown', t0)).toBe(false);
      const replayed = await claim(ledger, t0 + 6, 'b');
      expect(replayed).toMatchObject([
        { id: 'dead', attempt: 2, replays: 1, payload: '{"id":"dead"}' },
        { id: 'done', attempt: 2, replays: 1 },
      ]);
    });

    promise('replaying an open delivery leaves it as it is', async (ledger) => {
      await ledger.enqueue([delivery('d1')]);
      await claim(ledger, t0, 'a');
      expect(await ledger.replay('d1', 0)).toBe(true);
      expect(await claim(ledger, t0 + 1, 'b')).toEqual([]);
      expect(await ledger.finish('d1', 'a', 'delivered')).toBe(true);
    });

    promise('the open deliveries are listed, oldest first', async (ledger) => {
      for (const id of ['d1', 'd2', 'd3']) await ledger.enqueue([delivery(id)]);
      await claim(ledger, t0, 'a', { limit: 1 });
      expect((await ledger.open(2)).map(({ id }) => id)).toEqual(['d1', 'd2']);
      expect((await ledger.open(10)).map(({ state }) => state)).toEqual(['inflight', 'pending', 'pending']);
    });

    promise('the next due time is that of the next claim that can succeed', async (ledger) => {
      const next = async (...names: string[]) => [...(await ledger.nextDueMs(names))].sort();
      expect(await next()).toEqual([]);
      expect(await next('soc')).toEqual([]);
      await ledger.enqueue([delivery('d1', { dueMs: t0 + 7 }), delivery('d2', { dueMs: t0 + 3 })]);
      await ledger.enqueue([delivery('d3', { dueMs: t0 + 1, destination: 'pager' })]);
      expect(await next('soc')).toEqual([['soc', t0 + 3]]);
      expect(await next('nobody', 'soc', 'pager')).toEqual([
        ['pager', t0 + 1],
        ['soc', t0 + 3],
      ]);
      await claim(ledger, t0 + 7, 'a');
      expect(await next('soc')).toEqual([['soc', t0 + 7 + leaseMs]]);
      await ledger.finish('d1', 'a', 'delivered');
      await ledger.finish('d2', 'a', 'dead');
      expect(await next('soc')).toEqual([]);
      expect(await ledger.status('unknown')).toBeUndefined();
    });

    digestPromises(promise);

    promise('a muted delivery names the alert that speaks for it, until a person puts it back', async (ledger) => {
      await ledger.enqueue([delivery('d1')]);
      await ledger.hold([held('d2'), held('d3')]);
      await claim(ledger, t0, 'a');
      expect(await ledger.finish('d1', 'a', 'muted', 'root')).toBe(true);
      await ledger.settle('dig', ['d2'], 'muted', 'root');
      for (const id of ['d1', 'd2']) {
        const status = await ledger.status(id);
        expect(status).toMatchObject({ state: 'muted', mutedBy: 'root' });
        expect(status).not.toHaveProperty('lastError');
      }
      expect((await ledger.open(10)).map(({ id }) => id)).toEqual(['dig']);
      expect(await ledger.replay('d1', t0)).toBe(true);
      const [again] = await claim(ledger, t0, 'b');
      expect(again).toMatchObject({ id: 'd1', replays: 1 });
      expect(await ledger.status('d1')).not.toHaveProperty('mutedBy');
      expect(await ledger.status('d1')).not.toHaveProperty('lastError');
    });

    promise('the first root of a span is found under any of its keys', async (ledger) => {
      const root = (key: string, alertId: string, atMs: number) => ({ key, alertId, atMs });
      await ledger.noteRoots([]);
      await ledger.noteRoots([
        root('k', 'b', t0),
        root('k', 'a', t0),
        root('k', 'late', t0 + 9),
        root('other', 'c', t0),
      ]);
      await ledger.noteRoots([root('k', 'late', t0 - 100)]);
      const span = (keys: readonly string[], fromMs: number, toMs: number) => ({ keys, fromMs, toMs });
      const roots = await ledger.rootsOf([
        span(['k'], t0, t0 + 9),
        span(['nothing', 'k'], t0 + 1, t0 + 9),
        span(['k'], t0 - 200, t0 - 1),
        span(['k', 'other'], t0, t0),
        span(['nothing'], t0, t0),
        span([], t0, t0),
      ]);
      expect(roots).toEqual(['a', 'late', undefined, 'a', undefined, undefined]);
      expect(await ledger.rootsOf([])).toEqual([]);
    });

    promise('a killed process leaves every delivery as it was', async (ledger, subject) => {
      if (subject.afterKill === undefined) return;
      await ledger.enqueue([delivery('waiting', { dueMs: t0 + 9 }), delivery('inflight'), delivery('done')]);
      await claim(ledger, t0, 'a');
      await ledger.finish('done', 'a', 'delivered');
      const { deliveries: next } = await subject.afterKill();
      expect(await next.status('done')).toMatchObject({ state: 'delivered' });
      expect((await claim(next, t0 + 9, 'b')).map(({ id }) => id)).toEqual(['waiting']);
      expect(await claim(next, t0 + leaseMs, 'b')).toMatchObject([{ id: 'inflight', attempt: 2 }]);
    });
  });
}
