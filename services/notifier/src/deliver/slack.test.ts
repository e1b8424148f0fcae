import { createHttpSender } from '@trailhound/adapter-http';
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

async function benchFor(settings: object): Promise<void> {
  bench = await notifierBench({ chat: { slack: settings } }, undefined, ['127.0.0.0/8']);
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
