import { topics } from '@trailhound/contracts';
import { buildAlert } from '@trailhound/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { type NotifierBench, notifierBench, uidOf } from './testing/notifier-bench.js';

const alertsOf = (count: number) => Array.from({ length: count }, (_, at) => buildAlert({ uid: uidOf(at) }));
const answered = (status: number, retryAfterMs?: number) =>
  ({ kind: 'answered', status, body: '', ...(retryAfterMs !== undefined && { retryAfterMs }) }) as const;

let bench: NotifierBench;
afterEach(() => bench.close());

async function isAtRest(): Promise<boolean> {
  return (await bench.state.deliveries.open(1)).length === 0;
}

describe('the notifier', () => {
  it('delivers each alert once to each of its destinations and to no other', async () => {
    const routes = [{ to: ['soc'] }, { match: { severity: ['critical' as const] }, to: ['pager', 'soc'] }];
    bench = await notifierBench(['soc', 'pager', 'mail'], routes);
    const [low, critical] = [
      buildAlert({ uid: uidOf(1), severity: 'low' }),
      buildAlert({ uid: uidOf(2), severity: 'critical' }),
    ];
    const kept = [
      buildAlert({ uid: uidOf(3), audit: true }),
      buildAlert({ uid: uidOf(4), suppressedBy: [{ id: 's', reason: 'r', owner: 'o' }] }),
      buildAlert({ uid: uidOf(5), backfill: true }),
    ];
    bench.start();
    await bench.publish(low, critical, ...kept, low);
    await bench.until(() => bench.sent.length === 3);
    await bench.until(isAtRest);
    const expected = [...bench.ids('soc', low, critical), ...bench.ids('pager', critical)];
    expect(bench.sent.map(({ id }) => id).sort()).toEqual(expected.sort());
    const { text } = await bench.metrics.expose();
    for (const result of ['audit', 'suppressed', 'backfill']) {
      expect(text).toContain(`trailhound_alerts_routed_total{result="${result}"} 1`);
    }
    expect(text).toContain('trailhound_notifications_total{destination="pager",outcome="delivered",reason=""} 1');
  });

  it('tries again by the schedule until the destination takes it', async () => {
    bench = await notifierBench();
    bench.answer = ({ attempt }) =>
      attempt < 4 ? { kind: 'unreachable', reason: 'network', message: 'reset' } : answered(200);
    const startMs = bench.clock.now();
    bench.start();
    await bench.publish(...alertsOf(1));
    await bench.until(() => bench.sent.length === 4);
    const waits = bench.sent.map(({ atMs }, at) => atMs - (bench.sent[at - 1]?.atMs ?? startMs));
    for (const [at, ms] of [0, 2_000, 10_000, 30_000].entries()) {
      expect(waits[at]).toBeGreaterThanOrEqual(ms);
      expect(waits[at]).toBeLessThanOrEqual(ms + 2_000);
    }
    await bench.until(isAtRest);
    expect((await bench.journal()).map(({ state }) => state)).toEqual(['retry', 'retry', 'retry', 'delivered']);
  });

  it('waits as long as Retry-After says, and an hour at most', async () => {
    bench = await notifierBench();
    bench.answer = ({ attempt }) =>
      attempt === 1 ? answered(429, 90_000) : attempt === 2 ? answered(503, 86_400_000) : answered(200);
    bench.start();
    await bench.publish(...alertsOf(1));
    await bench.until(() => bench.sent.length === 3, 4_000);
    const [first = 0, second = 0, third = 0] = bench.sent.map(({ atMs }) => atMs);
    expect(Math.round((second - first) / 10_000)).toBe(9);
    expect(Math.round((third - second) / 100_000)).toBe(36);
  });

  it('case 57: gives a refused alert three tries, then writes a dead letter without secrets', async () => {
    bench = await notifierBench();
    bench.answer = ({ request }) => ({ kind: 'answered', status: 400, body: `bad request to ${request.url}` });
    bench.start();
    const alert = buildAlert({
      uid: uidOf(1),
      record: { responseElements: { credentials: { sessionToken: 'S3SSIONTOKEN' } } },
    });
    await bench.publish(alert);
    await bench.until(async () => (await bench.deadLetters()).length > 0, 1_000);
    await bench.until(isAtRest);
    expect(bench.sent.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    const [letter] = await bench.deadLetters();
    expect(letter).toMatchObject({
      id: bench.ids('soc', alert)[0],
      destination: 'soc',
      reason: 'client_error',
      attempts: 3,
    });
    expect(letter?.message).toContain('HTTP 400: bad request to');
    expect(JSON.stringify([letter, await bench.journal()])).not.toMatch(/T0KEN|S3SSIONTOKEN/);
    expect((await bench.metrics.expose()).text).toContain(
      'trailhound_dead_letters_total{topic="alerts.dlq",reason="client_error"} 1',
    );
  });

  it('sends nothing more to a destination that answered 410, and dead-letters what is meant for it', async () => {
    bench = await notifierBench(['soc', 'mail']);
    bench.answer = ({ host }) => answered(host === 'soc.example' ? 410 : 200);
    const notifier = bench.start();
    const [first, ...later] = alertsOf(4);
    await bench.publish(...(first ? [first] : []));
    await bench.until(isAtRest);
    await bench.until(() => bench.sent.length === 2);
    await bench.publish(...later);
    await bench.until(async () => (await bench.deadLetters()).length === 4);
    expect(bench.sent.filter(({ host }) => host === 'soc.example')).toHaveLength(1);
    expect(bench.sent.filter(({ host }) => host === 'mail.example')).toHaveLength(4);
    const words = new Set((await bench.deadLetters()).map(({ message }) => message));
    expect(words).toEqual(new Set(['HTTP 410', 'not sent, the destination is closed: HTTP 410']));
    expect(notifier.health().get('soc')?.trouble).toBe('closed until restart: HTTP 410');
    expect(notifier.health().get('mail')?.trouble).toBeUndefined();
  });

  it('case 62: writes what is no alert of this version to the dead letters and goes on', async () => {
    bench = await notifierBench();
    bench.start();
    await bench.publishRaw(topics.alerts, 'k1', '{"version":2,"id":"x"}');
    await bench.publishRaw(topics.alerts, 'k2', 'not json');
    await bench.publish(...alertsOf(1));
    await bench.until(() => bench.sent.length === 1);
    expect((await bench.deadLetters()).map(({ id, reason }) => [id, reason])).toEqual([
      ['k1', 'unreadable_alert'],
      ['k2', 'unreadable_alert'],
    ]);
  });

  it('does not send again what was taken when only the journal failed', async () => {
    bench = await notifierBench();
    let failures = 1;
    bench.start((ports) => ({
      ...ports,
      log: {
        ...ports.log,
        publish: (topic, messages) =>
          topic === topics.deliveries && failures-- > 0
            ? Promise.reject(new Error('the log is full'))
            : ports.log.publish(topic, messages),
      },
    }));
    await bench.publish(...alertsOf(1));
    await bench.until(async () => (await bench.journal()).length === 1);
    await bench.until(isAtRest);
    expect(bench.sent).toHaveLength(1);
  });
});

describe('a destination that fails', () => {
  it('that hangs holds four deliveries and slows no other destination', async () => {
    bench = await notifierBench(['soc', 'mail']);
    bench.answer = ({ host, signal }) =>
      host === 'mail.example'
        ? answered(200)
        : new Promise((resolve) => {
            const stop = () => resolve({ kind: 'unreachable', reason: 'network', message: 'stopped' });
            signal.addEventListener('abort', stop, { once: true });
          });
    const startMs = bench.clock.now();
    const notifier = bench.start();
    await bench.publish(...alertsOf(50));
    await bench.until(() => bench.sent.filter(({ host }) => host === 'mail.example').length === 50);
    expect(bench.clock.now() - startMs).toBeLessThan(5_000);
    expect(bench.sent.filter(({ host }) => host === 'soc.example')).toHaveLength(4);
    expect(notifier.health().get('soc')?.inFlight).toBe(4);
  });

  it('is left alone after 20 failures, then probed, and burns no attempts meanwhile', async () => {
    bench = await notifierBench();
    let isUp = false;
    bench.answer = () => (isUp ? answered(200) : answered(500));
    const alerts = alertsOf(40);
    const notifier = bench.start();
    await bench.publish(...alerts);
    await bench.until(() => notifier.health().get('soc')?.trouble !== undefined);
    const atOpening = bench.sent.length;
    expect(atOpening).toBeGreaterThanOrEqual(20);
    expect(atOpening).toBeLessThan(24);
    const openedMs = bench.clock.now();
    await bench.until(() => bench.clock.now() - openedMs > 28_000);
    expect(bench.sent).toHaveLength(atOpening);
    await bench.until(() => bench.clock.now() - openedMs > 80_000);
    expect(bench.sent).toHaveLength(atOpening + 1);
    isUp = true;
    await bench.until(isAtRest, 2_000);
    expect(notifier.health().get('soc')?.trouble).toBeUndefined();
    const most = Math.max(...bench.sent.map(({ attempt }) => attempt));
    expect(most).toBeLessThanOrEqual(4);
    expect(new Set(bench.sent.map(({ id }) => id)).size).toBe(40);
  });
});

describe('stop', () => {
  it('cuts exchanges when the time is over, and the next process sends them at once', async () => {
    bench = await notifierBench();
    let hangs = true;
    bench.answer = ({ signal }) =>
      hangs
        ? new Promise((resolve) => {
            const stop = () => resolve({ kind: 'unreachable', reason: 'network', message: 'stopped' });
            signal.addEventListener('abort', stop, { once: true });
          })
        : answered(200);
    const first = bench.start();
    await bench.publish(...alertsOf(2));
    await bench.until(() => bench.sent.length === 2);
    let isStopped = false;
    const over = new AbortController();
    void first.stop(over.signal).then(() => {
      isStopped = true;
    });
    await bench.until(() => bench.clock.now() > 0);
    expect(isStopped).toBe(false);
    over.abort();
    await bench.until(() => isStopped);
    hangs = false;
    const restartMs = bench.clock.now();
    bench.start();
    await bench.until(() => bench.sent.length === 4);
    expect(bench.clock.now() - restartMs).toBeLessThan(3_000);
  });
});

describe('drain', () => {
  async function drained(timeoutMs: number) {
    const notifier = bench.start();
    let result: Awaited<ReturnType<typeof notifier.drain>> | undefined;
    void notifier.drain(timeoutMs).then((undelivered) => {
      result = undelivered;
    });
    await bench.until(() => result !== undefined, 1_000);
    return result ?? [];
  }

  it('answers nothing when everything was delivered', async () => {
    bench = await notifierBench();
    await bench.publish(...alertsOf(30));
    expect(await drained(120_000)).toEqual([]);
    expect(bench.sent).toHaveLength(30);
  });

  it('names what was given up and what is due too late, without waiting for it', async () => {
    bench = await notifierBench(['soc', 'mail', 'pager']);
    bench.answer = ({ host }) => {
      if (host === 'soc.example') return { kind: 'forbidden', message: 'private' };
      return answered(host === 'mail.example' ? 401 : 200);
    };
    const [alert] = alertsOf(1);
    if (alert) await bench.publish(alert);
    const startMs = bench.clock.now();
    const undelivered = await drained(120_000);
    expect(bench.clock.now() - startMs).toBeLessThan(10_000);
    expect(undelivered).toMatchObject([
      { destination: 'soc', state: 'dead', reason: 'forbidden_address', alertId: alert?.id },
      {
        destination: 'mail',
        state: 'pending',
        reason: expect.stringMatching(/^auth_error: HTTP 401 \(.*look at the secrets/),
        attempts: 1,
      },
    ]);
  });

  it('ends when its time is over', async () => {
    bench = await notifierBench();
    bench.answer = () => answered(503);
    await bench.publish(...alertsOf(1));
    const startMs = bench.clock.now();
    expect(await drained(20_000)).toMatchObject([{ destination: 'soc', state: 'pending' }]);
    expect(bench.clock.now() - startMs).toBeLessThanOrEqual(21_000);
  });

  it('names deliveries of a destination that is no longer configured and does not wait for them', async () => {
    bench = await notifierBench();
    const [alert] = alertsOf(1);
    const [id = ''] = bench.ids('gone', ...(alert ? [alert] : []));
    const old = { id, alertId: alert?.id ?? '', destination: 'gone', payload: JSON.stringify(alert), dueMs: 0 };
    await bench.state.deliveries.enqueue([old]);
    const startMs = bench.clock.now();
    expect(await drained(120_000)).toMatchObject([
      { id, destination: 'gone', state: 'pending', reason: 'not tried yet' },
    ]);
    expect(bench.clock.now() - startMs).toBeLessThan(5_000);
    expect(bench.health.live().notes['deliveries']).toContain('not configured: gone');
  });
});
