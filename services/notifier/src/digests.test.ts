import { Routes } from '@trailhound/alerting';
import type { Alert } from '@trailhound/contracts';
import { buildAlert } from '@trailhound/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { type NotifierBench, notifierBench, type SentWebhook, uidOf } from './testing/notifier-bench.js';

let bench: NotifierBench;
afterEach(() => bench.close());

const alertsOf = (count: number, more: Partial<Alert> = {}) =>
  Array.from({ length: count }, (_, at) =>
    buildAlert({ uid: uidOf(at), firedAt: '2026-03-01T10:05:00.000Z', ...more }),
  );

interface Body {
  readonly type: string;
  readonly data: { readonly id: string; readonly count: number; readonly escalation?: unknown };
}
const bodyOf = ({ request }: SentWebhook) => JSON.parse(new TextDecoder().decode(request.body)) as Body;
const told = () => bench.sent.map((sent) => `${bodyOf(sent).type} ${bodyOf(sent).data.count}`);

async function statesOf(destination: string, alerts: readonly Alert[]) {
  const states = await Promise.all(bench.ids(destination, ...alerts).map((id) => bench.state.deliveries.status(id)));
  return [...new Set(states.map((status) => status?.state))];
}

describe('a route with a limit', () => {
  const routes = Routes.parse([{ to: ['soc'], limit: { count: 5, per: '10m' } }]);

  it('sends so many at once and tells the rest with one message when the time is over', async () => {
    bench = await notifierBench(['soc'], routes);
    bench.start();
    const alerts = alertsOf(219);
    await bench.publish(...alerts);
    await bench.until(() => bench.sent.length === 5);
    await bench.until(() => bench.sent.length === 6, 700);
    expect(told()).toEqual([...Array(5).fill('alert.fired 1'), 'alert.digest 214']);
    await bench.until(async () => (await bench.state.deliveries.open(1)).length === 0);
    expect(await statesOf('soc', alerts)).toEqual(['delivered']);
    const journal = await bench.journal();
    const delivered = new Set(journal.filter(({ state }) => state === 'delivered').map(({ id }) => id));
    expect(bench.ids('soc', ...alerts).filter((id) => !delivered.has(id))).toEqual([]);
  });

  it('tells one alert that is too many as itself', async () => {
    bench = await notifierBench(['soc'], routes);
    bench.start();
    await bench.publish(...alertsOf(6));
    await bench.until(() => bench.sent.length === 6, 700);
    expect(told()).toEqual(Array(6).fill('alert.fired 1'));
  });

  it('gives a digest up with all it tells, into the dead letters', async () => {
    bench = await notifierBench(['soc'], routes);
    bench.answer = ({ request }) =>
      String(new TextDecoder().decode(request.body)).includes('alert.digest')
        ? { kind: 'answered', status: 404, body: 'gone astray' }
        : { kind: 'answered', status: 200, body: '' };
    bench.start();
    const alerts = alertsOf(9);
    await bench.publish(...alerts);
    await bench.until(async () => (await bench.deadLetters()).length > 0, 3_000);
    await bench.until(async () => (await bench.state.deliveries.open(1)).length === 0);
    const [letter, ...more] = await bench.deadLetters();
    expect(more).toEqual([]);
    expect(letter?.id).toMatch(/^dig_/);
    expect(JSON.parse(letter?.excerpt ?? '{}')).toMatchObject({ digest: { count: 4 } });
    expect((await statesOf('soc', alerts)).sort()).toEqual(['dead', 'delivered']);
    bench.answer = () => ({ kind: 'answered', status: 200, body: '' });
    const before = bench.sent.length;
    await bench.state.deliveries.replay(letter?.id ?? '', bench.clock.now());
    await bench.until(() => bench.sent.length > before);
    expect(told().at(-1)).toBe('alert.digest 4');
    await bench.until(async () => (await statesOf('soc', alerts)).join() === 'delivered');
  });
});

describe('a route that groups', () => {
  it('waits for the group, tells it once, and what comes later when the interval is over', async () => {
    const group = { by: ['account'], wait: '30s', interval: '5m' };
    bench = await notifierBench(['soc'], Routes.parse([{ to: ['soc'], group }]));
    const startMs = bench.clock.now();
    bench.start();
    await bench.publish(...alertsOf(3), buildAlert({ uid: uidOf(50), account: '999988887777', firedAt: at(0) }));
    await bench.until(() => bench.sent.length === 2);
    expect(told().sort()).toEqual(['alert.digest 3', 'alert.fired 1']);
    expect(bench.clock.now() - startMs).toBeGreaterThanOrEqual(30_000);
    await bench.publish(...[60, 61].map((number) => buildAlert({ uid: uidOf(number), firedAt: at(40) })));
    await bench.until(() => bench.sent.length === 3);
    expect(told().at(-1)).toBe('alert.digest 2');
    expect(bench.clock.now() - startMs).toBeGreaterThanOrEqual(300_000);
  });
});

describe('a digest whose ledger was lost after it was told', () => {
  it('tells what came later under an id of its own, and nothing twice', async () => {
    const group = { by: ['account'], wait: '30s', interval: '5m' };
    bench = await notifierBench(['soc'], Routes.parse([{ to: ['soc'], group }]));
    const first = bench.start();
    const early = alertsOf(3);
    await bench.publish(...early);
    await bench.until(() => bench.sent.length === 1);
    await bench.until(async () => (await statesOf('soc', early)).join() === 'delivered');
    await bench.stopped(first);
    const other = await notifierBench(['soc']);
    try {
      const late = [7, 8].map((number) => buildAlert({ uid: uidOf(number), firedAt: '2026-03-01T10:05:00.000Z' }));
      await bench.publish(...late);
      // The log of the first with the empty ledger of the second.
      bench.start((ports) => ({ ...ports, state: other.state }));
      await bench.until(() => bench.sent.length === 2, 900);
      expect(told()).toEqual(['alert.digest 3', 'alert.digest 2']);
      const [before, again] = bench.sent.map(({ id }) => id);
      expect(again).toBe(`${before}_again`);
      const ids = bench.ids('soc', ...early, ...late);
      await bench.until(async () => {
        const states = await Promise.all(ids.map((id) => other.state.deliveries.status(id)));
        return states.every((status) => status?.state === 'delivered');
      });
      expect(bench.sent).toHaveLength(2);
    } finally {
      await other.close();
    }
  });
});

const at = (second: number) => new Date(Date.parse('2026-03-01T10:05:00Z') + second * 1_000).toISOString();

describe('a fallback', () => {
  const routes = Routes.parse([{ to: ['soc', 'chat'], fallback: { to: ['pager'] } }]);
  const pager = () => bench.sent.filter(({ host }) => host === 'pager.example');

  async function publishWhere(isDown: (host: string) => boolean, severity: Alert['severity']) {
    bench = await notifierBench(['soc', 'chat', 'pager'], routes);
    bench.answer = ({ host }) => ({ kind: 'answered', status: isDown(host) ? 500 : 200, body: '' });
    bench.start();
    await bench.publish(buildAlert({ uid: uidOf(1), severity }));
    const startMs = bench.clock.now();
    await bench.until(() => bench.clock.now() - startMs > 400_000, 500);
  }

  it('is told of a severe alert that nobody took for five minutes', async () => {
    await publishWhere((host) => host !== 'pager.example', 'high');
    const [only, ...more] = pager();
    expect(more).toEqual([]);
    expect(only && bodyOf(only)).toMatchObject({
      type: 'alert.escalated',
      data: { escalation: { missed: [{ destination: 'soc' }, { destination: 'chat' }], afterSeconds: 300 } },
    });
    expect((only?.atMs ?? 0) - Date.parse('2026-03-01T10:05:00Z')).toBeGreaterThanOrEqual(300_000);
  });

  it.each([
    ['one of the others took it', (host: string) => host === 'soc.example', 'critical'],
    ['the alert is not severe', (host: string) => host !== 'pager.example', 'medium'],
  ] as const)('is told nothing where %s', async (_, isDown, severity) => {
    await publishWhere(isDown, severity);
    expect(pager()).toEqual([]);
    expect(await bench.deadLetters()).toEqual([]);
  });
});

describe('a fallback whose ledger does not know how the alert ended', () => {
  it('asks the journal', async () => {
    bench = await notifierBench(['soc', 'pager'], Routes.parse([{ to: ['soc'], fallback: { to: ['pager'] } }]));
    bench.start((ports) => {
      const deliveries = Object.assign(Object.create(ports.state.deliveries) as typeof ports.state.deliveries, {
        status: async () => undefined,
      });
      return { ...ports, state: { ...ports.state, deliveries } };
    });
    await bench.publish(buildAlert({ uid: uidOf(1), severity: 'critical' }));
    await bench.until(async () => (await bench.journal()).length === 2, 500);
    expect(bench.sent.map(({ host }) => host)).toEqual(['soc.example']);
    expect((await bench.journal()).at(-1)).toMatchObject({ destination: 'pager', reason: 'superseded' });
  });
});

describe('a heartbeat', () => {
  it('comes through the route at its times, once, however many notifiers there are', async () => {
    bench = await notifierBench(['soc', 'watch'], Routes.parse([{ to: ['watch'], heartbeat: '5m' }]));
    bench.start();
    bench.start();
    await bench.until(() => bench.sent.length === 3, 700);
    const beats = bench.sent.map((sent) => bodyOf(sent) as unknown as { type: string; timestamp: string });
    expect(beats.map(({ type }) => type)).toEqual(Array(3).fill('alert.heartbeat'));
    expect(beats.map(({ timestamp }) => timestamp)).toEqual([at(0), at(300), at(600)]);
    expect(new Set(bench.sent.map(({ host }) => host))).toEqual(new Set(['watch.example']));
  });
});
