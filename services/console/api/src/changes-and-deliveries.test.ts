import { type DeliveryEvent, deliveryId, parseNotice, topics } from '@trailhound/contracts';
import { buildAlert } from '@trailhound/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type StartedApi, startApi } from '../testing/start-api.js';
import { readTopic } from './log/read-topic.js';

const alert = buildAlert();
let started: StartedApi;
beforeAll(async () => {
  started = await startApi();
  await started.put(alert);
});
afterAll(async () => {
  await started.api.close();
  await started.stores.close();
});

async function published(): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  await readTopic(started.stores.log, topics.changes, 0, ({ value }) => {
    const parsed = parseNotice(new TextDecoder().decode(value ?? new Uint8Array()));
    if (parsed.ok) found.push(parsed.value);
    return true;
  });
  return found;
}

describe('what people do to an alert', () => {
  it('is shown at once, and published for whoever follows', async () => {
    expect(await (await started.get(`/api/alerts/${alert.id}`)).json()).toMatchObject({ state: 'open' });
    const answer = await started.post(`/api/alerts/${alert.id}/acknowledge?by=ana&note=looking`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ id: alert.id, state: 'acknowledged', by: 'ana', note: 'looking' });
    await started.post(`/api/alerts/${alert.id}/close?by=bo`);
    expect(await (await started.get(`/api/alerts/${alert.id}`)).json()).toMatchObject({
      ...{ state: 'closed', change: { by: 'bo', state: 'closed' } },
    });
    const { alerts } = (await (await started.get('/api/alerts')).json()) as { alerts: { state: string }[] };
    expect(alerts.map(({ state }) => state)).toEqual(['closed']);
    expect(await published()).toMatchObject([
      { notice: 'changed', alert: { id: alert.id }, change: { state: 'acknowledged', by: 'ana' } },
      { notice: 'changed', change: { state: 'closed', by: 'bo' } },
    ]);
  });

  it('is refused for an alert that is not known, and for parameters that do not exist', async () => {
    expect((await started.post(`/api/alerts/${'0'.repeat(64)}/close`)).status).toBe(404);
    expect((await started.post('/api/alerts/nonsense/close')).status).toBe(404);
    expect((await started.post(`/api/alerts/${alert.id}/close?byy=ana`)).status).toBe(400);
    expect((await fetch(`${started.url}/api/alerts/${alert.id}/close`, { method: 'POST' })).status).toBe(401);
  });
});

describe('deliveries', () => {
  const minute = 60_000;
  const startMs = Date.now() - 20 * minute;
  const ids = ['soc', 'pager', 'mail'].map((destination) => deliveryId(alert.id, destination));

  async function journal(at: number, destination: string, facts: Partial<DeliveryEvent>): Promise<void> {
    const id = deliveryId(alert.id, destination);
    const event = { version: 1, id, alertId: alert.id, destination, attempt: 1, ...facts };
    const value = Buffer.from(JSON.stringify({ ...event, at: new Date(startMs + at * minute).toISOString() }));
    await started.stores.log.publish(topics.deliveries, [{ key: id, value, headers: {} }]);
  }

  beforeAll(async () => {
    const { deliveries } = started.stores.state;
    for (const [at, destination] of ['soc', 'pager', 'mail'].entries()) {
      const id = ids[at] ?? '';
      await deliveries.enqueue([{ id, alertId: alert.id, destination, payload: JSON.stringify(alert), dueMs: 0 }]);
      if (destination === 'mail') continue;
      await deliveries.claim({ destination, limit: 1, nowMs: Date.now(), leaseMs: 1, token: 't' });
      await deliveries.finish(id, 't', destination === 'soc' ? 'dead' : 'delivered');
    }
    await journal(0, 'soc', { state: 'retry', reason: 'timeout' });
    await journal(1, 'pager', { state: 'delivered', status: 202 });
    await journal(2, 'soc', { state: 'dead', reason: 'server_error', attempt: 2, message: 'HTTP 500' });
    await journal(3, 'mail', { state: 'retry', reason: 'network' });
  });

  interface Listed {
    readonly destination: string;
    readonly state: string;
    readonly attempts: readonly { readonly attempt: number; readonly state: string; readonly by?: string }[];
  }
  const list = async (query = '') =>
    ((await (await started.get(`/api/deliveries${query}`)).json()) as { deliveries: Listed[] }).deliveries;

  it('are listed with every attempt, the latest first', async () => {
    const found = await list();
    expect(found.map(({ destination, state }) => [destination, state])).toEqual([
      ['mail', 'retry'],
      ['soc', 'dead'],
      ['pager', 'delivered'],
    ]);
    expect(found[1]?.attempts.map(({ attempt, state }) => [attempt, state])).toEqual([
      [1, 'retry'],
      [2, 'dead'],
    ]);
  });

  it.each([
    ['?destination=soc', ['soc']],
    ['?state=dead&state=retry', ['mail', 'soc']],
    ['?reason=server_error', ['soc']],
    [`?from=${encodeURIComponent(new Date(startMs + 2.5 * minute).toISOString())}`, ['mail']],
    [`?to=${encodeURIComponent(new Date(startMs + 1.5 * minute).toISOString())}`, ['pager', 'soc']],
    ['?limit=1', ['mail']],
    ['?alert=none', []],
  ])('%s are %j', async (query, destinations) => {
    expect((await list(query)).map(({ destination }) => destination)).toEqual(destinations);
  });

  it('that are dead are put back by one call, the others left alone, and the history says who did it', async () => {
    const answer = await started.post('/api/deliveries/replay?by=ana');
    expect(await answer.json()).toEqual({ replayed: [ids[0]], forgotten: [] });
    const claimed = await started.stores.state.deliveries.claim({
      ...{ destination: 'soc', limit: 9, nowMs: Date.now() + 1_000, leaseMs: 1, token: 'u' },
    });
    expect(claimed).toMatchObject([{ id: ids[0], attempt: 2, replays: 1 }]);
    const [soc] = await list('?destination=soc');
    expect(soc?.attempts.at(-1)).toMatchObject({ state: 'replayed', by: 'ana' });
  });

  it('are put back one by one, also when they were delivered', async () => {
    expect(await (await started.post(`/api/deliveries/${ids[1]}/replay`)).json()).toMatchObject({ replayed: [ids[1]] });
    expect((await started.post(`/api/deliveries/${ids[2]}/replay`)).status).toBe(404);
    expect((await started.post('/api/deliveries/dlv_none/replay')).status).toBe(404);
  });

  it('of which nothing is left in the ledger are named', async () => {
    await journal(4, 'gone', { state: 'dead', reason: 'gone' });
    const answer = await started.post('/api/deliveries/replay?destination=gone');
    expect(await answer.json()).toEqual({ replayed: [], forgotten: [deliveryId(alert.id, 'gone')] });
  });
});

describe('a delivery that another alert mutes', () => {
  it('is shown with the alert that speaks for it, listed by its state, and can be sent all the same', async () => {
    const muted = buildAlert({ uid: 'muted0000000000000000' });
    const root = '0'.repeat(64);
    await started.put(muted);
    const id = deliveryId(muted.id, 'soc');
    const { deliveries } = started.stores.state;
    await deliveries.enqueue([{ id, alertId: muted.id, destination: 'soc', payload: JSON.stringify(muted), dueMs: 0 }]);
    await deliveries.claim({ destination: 'soc', limit: 9, nowMs: Date.now(), leaseMs: 60_000, token: 'm' });
    await deliveries.finish(id, 'm', 'muted', root);
    const status = await deliveries.status(id);
    if (status) started.statuses.set(id, status);
    const facts = { state: 'muted', reason: 'inhibited', mutedBy: root, at: new Date().toISOString() };
    const event = { version: 1, id, alertId: muted.id, destination: 'soc', attempt: 1, ...facts };
    await started.stores.log.publish(topics.deliveries, [
      { key: id, value: Buffer.from(JSON.stringify(event)), headers: {} },
    ]);
    expect(await (await started.get(`/api/alerts/${muted.id}`)).json()).toMatchObject({
      deliveries: [{ id, destination: 'soc', state: 'muted', mutedBy: root }],
    });
    expect(await (await started.get('/api/deliveries?state=muted')).json()).toMatchObject({
      deliveries: [{ id, state: 'muted', reason: 'inhibited', attempts: [{ mutedBy: root }] }],
    });
    expect(await (await started.post(`/api/deliveries/${id}/replay?by=ana`)).json()).toEqual({
      ...{ replayed: [id], forgotten: [] },
    });
    expect(await deliveries.status(id)).toMatchObject({ state: 'pending' });
  });
});
