import { Routes, Routing } from '@trailhound/alerting';
import { type Alert, type AlertState, formatNotice, topics } from '@trailhound/contracts';
import { buildAlert } from '@trailhound/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { type NotifierBench, notifierBench, uidOf } from './testing/notifier-bench.js';

let bench: NotifierBench;
afterEach(() => bench.close());

const hourly = Routes.parse([{ to: ['soc'], repeat: { every: '1h', times: 2 } }]);
const alert = buildAlert({ uid: uidOf(1), firedAt: '2026-03-01T10:05:00.000Z' });
const startMs = Date.parse('2026-03-01T10:05:00Z');

interface Body {
  readonly type: string;
  readonly data: { readonly repetition?: object };
}
const bodies = () => bench.sent.map(({ request }) => JSON.parse(new TextDecoder().decode(request.body)) as Body);
const types = () => bodies().map(({ type }) => type);
const minutes = () => bench.sent.map(({ atMs }) => Math.round((atMs - startMs) / 60_000));

/** Lets a time pass; whatever is to be told by then was told. */
async function pass(seconds: number): Promise<void> {
  const endMs = bench.clock.now() + seconds * 1_000;
  await bench.until(() => bench.clock.now() >= endMs, seconds + 60);
}

async function change(state: AlertState, of: Alert = alert): Promise<void> {
  const at = new Date(bench.clock.now()).toISOString();
  const made = { version: 1, alertId: of.id, state, by: 'ana', at } as const;
  await bench.publishRaw(topics.changes, of.id, formatNotice({ notice: 'changed', alert: of, change: made }));
}

describe('an alert that nobody acknowledged or closed', () => {
  it('is told again so often and no more, once, however many notifiers there are and however often it is read', async () => {
    bench = await notifierBench(['soc'], hourly);
    bench.start();
    bench.start();
    await bench.publish(alert, alert);
    await pass(4 * 3_600);
    expect(types()).toEqual(['alert.fired', 'alert.repeated', 'alert.repeated']);
    expect(minutes()).toEqual([0, 60, 120]);
    expect(bodies()[2]?.data.repetition).toEqual({ number: 2, times: 2, everySeconds: 3_600 });
    expect(new Set(bench.sent.map(({ id }) => id)).size).toBe(3);
  });

  it.each(['acknowledged', 'closed'] as const)(
    'is told no more once it is %s, also by the next process',
    async (state) => {
      bench = await notifierBench(['soc'], hourly);
      const first = bench.start();
      await bench.publish(alert);
      await pass(3_700);
      await change(state);
      await bench.stopped(first);
      bench.start();
      await pass(3 * 3_600);
      expect(types()).toEqual(['alert.fired', 'alert.repeated']);
      expect(await bench.deadLetters()).toEqual([]);
      expect((await bench.journal()).at(-1)).toMatchObject({ state: 'dead', reason: 'superseded' });
    },
  );

  it('is told again when it was reopened', async () => {
    bench = await notifierBench(['soc'], hourly);
    bench.start();
    await bench.publish(alert);
    await pass(600);
    await change('acknowledged');
    await pass(600);
    await change('open');
    await pass(2 * 3_600);
    expect(minutes()).toEqual([0, 60, 120]);
  });

  it('is repeated from when it was told, where that was late', async () => {
    bench = await notifierBench(['soc'], Routes.parse([{ to: ['soc'], repeat: { every: '10m', times: 2 } }]));
    let isUp = false;
    bench.answer = () => ({ kind: 'answered', status: isUp ? 200 : 500, body: '' });
    bench.start();
    await bench.publish(alert);
    await pass(25 * 60);
    expect(types().every((type) => type === 'alert.fired')).toBe(true);
    isUp = true;
    const told = () => bench.sent.filter((_, at) => types()[at] === 'alert.repeated');
    await bench.until(() => told().length === 2, 2 * 3_600);
    const toldMs = bench.sent[types().lastIndexOf('alert.fired')]?.atMs ?? 0;
    const waits = told().map(({ atMs }) => Math.round((atMs - toldMs) / 60_000));
    expect(waits).toEqual([10, 20]);
    // Two hours of the notifier's time are a quarter of a minute of a quiet machine's.
  }, 120_000);

  it('and was told by a digest is not repeated; those that went at once are', async () => {
    const limited = Routes.parse([{ to: ['soc'], limit: { count: 1, per: '10m' }, repeat: { every: '1h', times: 1 } }]);
    bench = await notifierBench(['soc'], limited);
    bench.start();
    await bench.publish(...[1, 2, 3].map((at) => buildAlert({ uid: uidOf(at), firedAt: alert.firedAt })));
    await pass(3 * 3_600);
    expect(types()).toEqual(['alert.fired', 'alert.digest', 'alert.repeated']);
  });

  it('but is muted is not repeated', async () => {
    const routing = Routing.parse({
      inhibit: [{ source: { severity: 'critical' }, target: { severity: 'low' }, equal: ['account'] }],
    });
    bench = await notifierBench(['soc'], hourly, [], routing);
    bench.start();
    const root = buildAlert({ uid: uidOf(2), severity: 'critical' });
    await bench.publish({ ...alert, severity: 'low' }, root);
    await pass(3 * 3_600);
    expect(types()).toEqual(['alert.fired', 'alert.repeated', 'alert.repeated']);
    expect(bodies().every(({ data }) => (data as { id?: string }).id === root.id)).toBe(true);
  });

  it('has one incident in PagerDuty', async () => {
    const routes = Routes.parse([{ to: ['pager'], repeat: { every: '1h', times: 1 } }]);
    bench = await notifierBench({ pager: { pagerduty: { routingKey: 'R'.repeat(32) } } }, routes);
    bench.start();
    await bench.publish(alert);
    await bench.until(() => bench.sent.length === 2, 4_000);
    const events = bodies() as unknown as { event_action: string; dedup_key: string; payload: { summary: string } }[];
    expect(events.map(({ event_action }) => event_action)).toEqual(['trigger', 'trigger']);
    expect(new Set(events.map(({ dedup_key }) => dedup_key))).toEqual(new Set([alert.id]));
    expect(events[1]?.payload.summary).toMatch(/^\[STILL OPEN\] /);
  });
});
