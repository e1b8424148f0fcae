import { createHttpSender } from '@trailhound/adapter-http';
import { type Route, Routes } from '@trailhound/alerting';
import { buildAlert, type SlackReceiver, startSlackReceiver } from '@trailhound/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { combineSenders } from '../deliver/combine-senders.js';
import { type NotifierBench, notifierBench, uidOf } from '../testing/notifier-bench.js';

const botToken = 'xoxb-0000-S3CRET';
const channel = 'C0123456789';
const alertsOf = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => buildAlert({ uid: uidOf(from + at), severity: 'low' }));

let receiver: SlackReceiver;
let bench: NotifierBench;
beforeEach(async () => {
  receiver = await startSlackReceiver({ botToken, channel });
});
afterEach(async () => {
  await bench.close();
  await receiver.close();
});

async function benchFor(settings: object, routes?: readonly Route[]): Promise<void> {
  bench = await notifierBench({ chat: { slack: settings } }, routes, ['127.0.0.0/8']);
  const http = createHttpSender({ policy: bench.policy, clock: bench.clock });
  bench.sender = combineSenders({ http });
}

const bot = () => ({ token: botToken, channel, apiUrl: receiver.apiUrl });
const threads = () => receiver.posts.map(({ threadTs }) => threadTs);

describe('Slack with a bot', () => {
  it('gets repeats of an alert under the first, also from the next process', async () => {
    await benchFor(bot());
    const first = bench.start();
    await bench.publish(...alertsOf(4));
    await bench.until(() => receiver.posts.length === 4);
    const root = receiver.posts[0]?.ts;
    expect(threads()).toEqual([undefined, root, root, root]);
    await bench.stopped(first);
    bench.start();
    await bench.publish(...alertsOf(1, 10), buildAlert({ uid: uidOf(20), rule: 'another-rule' }));
    await bench.until(() => receiver.posts.length === 6);
    expect(threads().slice(4).sort()).toEqual([root, undefined]);
  });

  it('gets an alert that is still open again, in the thread of the first', async () => {
    await benchFor(bot(), Routes.parse([{ to: ['chat'], repeat: { every: '1h', times: 1 } }]));
    bench.start();
    await bench.publish(...alertsOf(1));
    await bench.until(() => receiver.posts.length === 2, 4_000);
    expect(threads()).toEqual([undefined, receiver.posts[0]?.ts]);
  });

  it('begins a new thread when the old one is a day old, or was deleted', async () => {
    await benchFor(bot());
    bench.start();
    await bench.publish(...alertsOf(1));
    await bench.until(() => receiver.posts.length === 1);
    receiver.remove(receiver.posts[0]?.ts ?? '');
    await bench.publish(...alertsOf(1, 1));
    await bench.until(() => receiver.posts.length === 2);
    expect(receiver.requests.map(({ answer }) => answer?.objection)).toEqual([
      undefined,
      'thread_not_found',
      undefined,
    ]);
    await bench.publish(...alertsOf(1, 2));
    await bench.until(() => receiver.posts.length === 3);
    bench.clock.advance(25 * 3_600_000);
    await bench.publish(...alertsOf(1, 3));
    await bench.until(() => receiver.posts.length === 4);
    expect(threads()).toEqual([undefined, undefined, receiver.posts[1]?.ts, undefined]);
  });
});

describe('Slack with an incoming webhook', () => {
  it('gets a storm at its pace, loses nothing to 429, and is refused nothing', async () => {
    await benchFor({ url: receiver.webhookUrl });
    receiver.script({ kind: 'status', status: 429, retryAfter: '3' }, { kind: 'status', status: 500 });
    const startMs = bench.clock.now();
    bench.start();
    await bench.publish(...alertsOf(30));
    await bench.until(() => receiver.posts.length === 30);
    expect(bench.clock.now() - startMs).toBeGreaterThan(25_000);
    expect(receiver.requests.filter(({ answer }) => answer?.objection !== undefined)).toEqual([]);
    expect(receiver.requests).toHaveLength(32);
  });

  it('gets a storm of 1,000 alerts in 10 s as a readable handful, and the ledger loses none', async () => {
    const limit = { count: 5, per: '10m' };
    await benchFor({ url: receiver.webhookUrl }, Routes.parse([{ to: ['chat'], limit }]));
    bench.start();
    const alerts = Array.from({ length: 1_000 }, (_, at) => {
      const firedAt = new Date(Date.parse('2026-03-01T10:05:00Z') + at * 10).toISOString();
      return buildAlert({ uid: uidOf(at), severity: at === 700 ? 'critical' : 'low', firedAt });
    });
    for (let from = 0; from < alerts.length; from += 100) {
      await bench.publish(...alerts.slice(from, from + 100));
      bench.clock.advance(1_000);
    }
    await bench.until(() => receiver.posts.length === 6, 700);
    await bench.until(async () => (await bench.state.deliveries.open(1)).length === 0);
    expect(receiver.posts).toHaveLength(6);
    expect(receiver.requests.filter(({ answer }) => answer?.objection !== undefined)).toEqual([]);
    const last = receiver.requests.at(-1)?.body ?? '';
    expect(last).toContain('995 more alerts in 10m');
    expect(last).toContain('1 critical, 994 low');
    const states = await Promise.all(bench.ids('chat', ...alerts).map((id) => bench.state.deliveries.status(id)));
    expect(states.filter((status) => status?.state !== 'delivered')).toEqual([]);
  });

  it('is told ever more simply where it refuses blocks', async () => {
    await benchFor({ url: receiver.webhookUrl });
    const refused = { kind: 'status', status: 400, body: 'invalid_blocks' } as const;
    receiver.script(refused, refused);
    bench.start();
    await bench.publish(...alertsOf(1));
    await bench.until(() => receiver.posts.length === 1, 60);
    expect(receiver.requests.map(({ body }) => (JSON.parse(body) as { blocks?: unknown[] }).blocks?.length)).toEqual([
      expect.any(Number),
      expect.any(Number),
      undefined,
    ]);
  });
});
