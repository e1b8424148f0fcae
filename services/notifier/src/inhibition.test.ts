import { Routes, Routing } from '@trailhound/alerting';
import { type Alert, deliveryId } from '@trailhound/contracts';
import { buildAlert } from '@trailhound/testkit';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { type NotifierBench, notifierBench, uidOf } from './testing/notifier-bench.js';

let bench: NotifierBench;
/** Waits until everything published came to its end. */
let drained: (seconds?: number) => Promise<void>;
afterEach(() => bench.close());

const routing = Routing.parse({
  inhibit: [
    {
      name: 'trail-stopped',
      source: { rule: 'trail-stopped' },
      target: { severity: ['low', 'medium'] },
      equal: ['account'],
      within: '10m',
      wait: '5s',
    },
  ],
});
const toSoc = Routes.parse([{ to: ['soc'] }]);

const alertOf = (number: number, at: string, more: Partial<Alert> = {}) =>
  buildAlert({
    ...{ uid: uidOf(number), severity: 'low', firstEventTime: `2026-03-01T${at}Z`, lastEventTime: `2026-03-01T${at}Z` },
    ...{ firedAt: '2026-03-01T10:05:00.000Z', ...more },
  });
const root = alertOf(0, '10:00:00', { rule: 'trail-stopped', severity: 'critical' });
const consequence = alertOf(1, '10:03:00');

const open = async (routes = toSoc, destinations = ['soc'], rules = routing) => {
  bench = await notifierBench(destinations, routes, [], rules);
  const notifier = bench.start();
  drained = async (seconds = 300) => {
    let isDrained = false;
    void notifier.drain(10_000_000).then(() => {
      isDrained = true;
    });
    await bench.until(() => isDrained, seconds);
  };
};
const statusOf = (alert: Alert, destination = 'soc') =>
  bench.state.deliveries.status(deliveryId(alert.id, destination));
const sentIds = () => bench.sent.map(({ id }) => id);

describe('a root alert mutes its consequences', () => {
  it.each([
    ['before it', [root, consequence]],
    ['after it, while it waits', [consequence, root]],
  ])('which stand in ledger, journal and metrics with its id, also where it comes %s', async (_, alerts) => {
    await open();
    for (const alert of alerts) await bench.publish(alert);
    await drained();
    expect(sentIds()).toEqual(bench.ids('soc', root));
    expect(await statusOf(consequence)).toMatchObject({ state: 'muted', mutedBy: root.id });
    const told = (await bench.journal()).find(({ alertId }) => alertId === consequence.id);
    expect(told).toMatchObject({ state: 'muted', reason: 'inhibited', mutedBy: root.id });
    expect((await bench.metrics.expose()).text).toMatch(
      /trailhound_notifications_total\{[^}]*outcome="muted",reason="inhibited"[^}]*\} 1/,
    );
    expect(await bench.deadLetters()).toEqual([]);
  });

  it.each([
    ['another account', alertOf(2, '10:03:00', { account: '999988887777' })],
    ['no account at all', alertOf(2, '10:03:00', { account: null })],
    ['an event before the root', alertOf(2, '09:59:59')],
    ['an event after the time', alertOf(2, '10:10:01')],
    ['too high a severity', alertOf(2, '10:03:00', { severity: 'high' })],
  ])('but no alert with %s', async (_, other) => {
    await open();
    await bench.publish(root, other);
    await drained();
    expect(sentIds().sort()).toEqual([...bench.ids('soc', root, other)].sort());
  });

  it('to the last second of the time', async () => {
    await open();
    const last = alertOf(2, '10:10:00');
    await bench.publish(root, last);
    await drained();
    expect(await statusOf(last)).toMatchObject({ state: 'muted' });
  });

  it.each([
    ['suppressed', { suppressedBy: [{ id: 's', reason: 'r', owner: 'o' }] }],
    ['only recorded', { audit: true }],
  ])('but not one that is %s itself', async (_, more) => {
    await open();
    await bench.publish({ ...root, ...more }, consequence);
    await drained();
    expect(sentIds()).toEqual(bench.ids('soc', consequence));
  });

  it('but only where it is told too', async () => {
    const routes = Routes.parse([
      { match: { severity: 'critical' }, to: ['pager'] },
      { match: { severity: 'low' }, to: ['pager', 'mail'] },
    ]);
    await open(routes, ['pager', 'mail']);
    await bench.publish(root, consequence);
    await drained();
    expect(await statusOf(consequence, 'pager')).toMatchObject({ state: 'muted' });
    expect(await statusOf(consequence, 'mail')).toMatchObject({ state: 'delivered' });
  });

  it('and of alerts that are roots and consequences of each other none is muted', async () => {
    const each = Routing.parse({
      inhibit: [{ source: { severity: ['low'] }, target: { severity: ['low'] }, equal: ['account'] }],
    });
    await open(toSoc, ['soc'], each);
    const pair = [alertOf(1, '10:00:00'), alertOf(2, '10:00:00')];
    await bench.publish(...pair);
    await drained();
    expect(sentIds().sort()).toEqual([...bench.ids('soc', ...pair)].sort());
  });

  it('also those that wait for a digest, which tells the others', async () => {
    await open(Routes.parse([{ to: ['soc'], group: { wait: '30s' } }]));
    const other = alertOf(2, '10:03:00', { account: '999988887777' });
    const more = [3, 4, 5].map((number) => alertOf(number, '10:03:00'));
    await bench.publish(...more, root, other);
    await drained();
    expect(bench.sent).toHaveLength(1);
    const body = JSON.parse(new TextDecoder().decode(bench.sent[0]?.request.body)) as { data: { count: number } };
    expect(body.data.count).toBe(2);
    for (const alert of more) expect(await statusOf(alert)).toMatchObject({ state: 'muted', mutedBy: root.id });
    for (const alert of [root, other]) expect(await statusOf(alert)).toMatchObject({ state: 'delivered' });
  });

  it('and a large digest asks the ledger for all of its alerts and all of their roots once', async () => {
    await open(Routes.parse([{ to: ['soc'], group: { wait: '30s' } }]));
    const { deliveries } = bench.state;
    const [payloads, rootsOf, settle] = [
      vi.spyOn(deliveries, 'payloads'),
      vi.spyOn(deliveries, 'rootsOf'),
      vi.spyOn(deliveries, 'settle'),
    ];
    const more = Array.from({ length: 200 }, (_, at) => alertOf(3 + at, '10:03:00'));
    await bench.publish(root, ...more);
    await drained();
    for (const alert of more) expect(await statusOf(alert)).toMatchObject({ state: 'muted', mutedBy: root.id });
    expect(rootsOf).toHaveBeenCalledOnce();
    // All that are in it, and the one that is left and told as itself.
    expect(payloads.mock.calls.map(([ids]) => ids.length)).toEqual([201, 1]);
    // Those that are muted, and the root when it was told.
    expect(settle.mock.calls.map(([, ids]) => ids.length)).toEqual([200, 1]);
  });

  it('and a digest of nothing but muted alerts is not sent', async () => {
    await open(
      Routes.parse([
        { match: { severity: 'critical' }, to: ['soc'] },
        { to: ['soc'], group: { wait: '30s' } },
      ]),
    );
    const more = [3, 4].map((number) => alertOf(number, '10:03:00'));
    await bench.publish(root, ...more);
    await drained();
    expect(sentIds()).toEqual(bench.ids('soc', root));
    for (const alert of more) expect(await statusOf(alert)).toMatchObject({ state: 'muted', mutedBy: root.id });
  });

  it('and no fallback is told of them', async () => {
    await open(Routes.parse([{ to: ['soc'], fallback: { to: ['pager'], severity: ['low'] } }]), ['soc', 'pager']);
    await bench.publish(root, consequence);
    await drained(500);
    expect(bench.sent.filter(({ host }) => host === 'pager.example')).toEqual([]);
  });

  it('but no alert, and no digest, that its destination may have taken before the root came', async () => {
    const routes = Routes.parse([{ match: { severity: 'low' }, to: ['soc'], group: { wait: '30s' } }, { to: ['soc'] }]);
    await open(routes);
    let isUp = false;
    bench.answer = () => ({ kind: 'answered', status: isUp ? 200 : 500, body: '' });
    const medium = alertOf(7, '10:03:00', { severity: 'medium' });
    const low = [2, 3].map((number) => alertOf(number, '10:03:00'));
    await bench.publish(medium, ...low);
    await bench.until(() => new Set(sentIds()).size === 2);
    await bench.publish(root);
    await bench.until(() => new Set(sentIds()).size === 3);
    isUp = true;
    await drained(1_000);
    for (const alert of [medium, ...low]) expect(await statusOf(alert)).toMatchObject({ state: 'delivered' });
  });

  it('and not what its rule asks to be told later either', async () => {
    await open();
    const later = { ...consequence, actions: [{ notify: 'soc' }, { wait: '1m' }, { notify: 'soc' }] };
    await bench.publish(root, later);
    await drained();
    expect(sentIds()).toEqual(bench.ids('soc', root));
    expect((await bench.journal()).at(-1)).toMatchObject({ alertId: later.id, state: 'muted', mutedBy: root.id });
  });

  it('also where the process that read them is gone before it is decided', async () => {
    bench = await notifierBench(['soc'], toSoc, [], routing);
    const first = bench.start();
    await bench.publish(consequence, root);
    await bench.until(() => bench.sent.length === 1);
    expect(await statusOf(consequence)).toMatchObject({ state: 'pending' });
    await bench.stopped(first);
    bench.start();
    await bench.until(async () => (await statusOf(consequence))?.state === 'muted');
    expect(sentIds()).toEqual(bench.ids('soc', root));
  });

  it('until a person wants one all the same', async () => {
    await open();
    await bench.publish(root, consequence);
    await drained();
    await bench.state.deliveries.replay(deliveryId(consequence.id, 'soc'), bench.clock.now());
    await bench.until(() => bench.sent.length === 2);
    await drained();
    expect(await statusOf(consequence)).toMatchObject({ state: 'delivered' });
  });

  it('and what was muted stays so when the ledger of another process lost it', async () => {
    await open();
    await bench.publish(root, consequence);
    await drained();
    const fresh = await notifierBench(['soc'], toSoc, [], routing);
    try {
      for (const event of await bench.journal()) {
        await fresh.publishRaw('alert.deliveries', event.id, JSON.stringify(event));
      }
      await fresh.publish(consequence);
      fresh.start();
      await fresh.until(async () => {
        const status = await fresh.state.deliveries.status(deliveryId(consequence.id, 'soc'));
        return status?.state === 'muted' && status.mutedBy === root.id;
      });
      expect(fresh.sent).toEqual([]);
    } finally {
      await fresh.close();
    }
  });
});
