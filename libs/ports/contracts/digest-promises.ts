import type { DeliveryLedger } from '@trailhound/ports';
import { expect } from 'vitest';
import { claim, held, t0 } from './sample-deliveries.js';

/** What a ledger promises of deliveries that one digest tells; part of `deliveryLedgerContract`. */
export function digestPromises(
  promise: (sentence: string, judge: (ledger: DeliveryLedger) => Promise<void>) => void,
): void {
  promise('held deliveries wait for one digest, which is due once', async (ledger) => {
    await ledger.hold([held('d1'), held('d2')]);
    await ledger.hold([held('d3'), held('d1', { line: 'other' })]);
    expect(await claim(ledger, t0 + 99, 'a')).toEqual([]);
    expect(await ledger.status('d1')).toMatchObject({ state: 'held', attempts: 0 });
    expect((await ledger.open(10)).map(({ id }) => id)).toEqual(['dig']);
    const [digest, ...more] = await claim(ledger, t0 + 100, 'a');
    expect(digest).toMatchObject({ id: 'dig', destination: 'soc', payload: '{"notice":"digest"}', attempt: 1 });
    expect(more).toEqual([]);
    const lines = ['d1', 'd2', 'd3'].map((id) => ({ id, alertId: `alert-of-${id}`, line: `line-of-${id}` }));
    expect(await ledger.members('dig')).toEqual(lines.map((line) => ({ ...line, state: 'held' })));
    const told = await ledger.payloads(['unknown', 'd2', 'd1']);
    expect([...told].sort()).toEqual(['d1', 'd2'].map((id) => [id, `{"id":"${id}"}`]));
    expect([...(await ledger.payloads([]))]).toEqual([]);
  });

  promise('a digest that was begun never changes: what comes later is its next part', async (ledger) => {
    await ledger.hold([held('d1')]);
    await claim(ledger, t0 + 100, 'a');
    await ledger.hold([held('d2'), held('d3')]);
    await ledger.reschedule('dig', 'a', t0 + 200, '503');
    await ledger.hold([held('d4'), held('d1')]);
    expect((await ledger.members('dig')).map(({ id }) => id)).toEqual(['d1']);
    expect((await ledger.members('dig.1')).map(({ id }) => id)).toEqual(['d2', 'd3', 'd4']);
    expect((await claim(ledger, t0 + 899, 'b')).map(({ id }) => id)).toEqual(['dig']);
    expect((await claim(ledger, t0 + 900, 'b')).map(({ id }) => id)).toEqual(['dig.1']);
    await ledger.hold([held('d5')]);
    expect((await ledger.members('dig.2')).map(({ id }) => id)).toEqual(['d5']);
  });

  promise('so many deliveries of a digest as may go at once are due like any other', async (ledger) => {
    const limited = (id: string) => held(id, { atOnce: 2 });
    await ledger.hold([limited('d1')]);
    await ledger.hold([limited('d1'), limited('d2'), limited('d3')]);
    expect((await claim(ledger, t0, 'a')).map(({ id }) => id)).toEqual(['d1', 'd2']);
    expect((await ledger.members('dig')).map(({ id }) => id)).toEqual(['d3']);
  });

  promise('of racing holds none is lost and none counts twice', async (ledger) => {
    const ids = Array.from({ length: 20 }, (_, at) => `d${at}`);
    await Promise.all([...ids, ...ids].map((id) => ledger.hold([held(id, { atOnce: 3 })])));
    const went = (await claim(ledger, t0, 'a', { limit: 30 })).map(({ id }) => id);
    expect(went).toHaveLength(3);
    expect([...went, ...(await ledger.members('dig')).map(({ id }) => id)].sort()).toEqual([...ids].sort());
  });

  promise('what a digest told is at its end with it, and can be put back alone', async (ledger) => {
    await ledger.hold([held('d1'), held('d2'), held('d3')]);
    await ledger.settle('dig', ['d1', 'unknown'], 'delivered');
    await ledger.settle('dig', ['d1', 'd2'], 'dead', '404 Not Found');
    await ledger.settle('other', ['d3'], 'delivered');
    expect(await ledger.status('d1')).toMatchObject({ state: 'delivered' });
    expect(await ledger.status('d2')).toMatchObject({ state: 'dead', lastError: '404 Not Found' });
    expect(await ledger.status('d3')).toMatchObject({ state: 'held' });
    expect(await ledger.replay('d2', t0)).toBe(true);
    expect(await claim(ledger, t0, 'a')).toMatchObject([{ id: 'd2', payload: '{"id":"d2"}', replays: 1 }]);
  });
}
