import { setTimeout as sleep } from 'node:timers/promises';
import { createHttpSender, type ResolveName } from '@trailhound/adapter-http';
import { attemptTimeoutMs } from '@trailhound/alerting';
import type { SendRequest } from '@trailhound/ports';
import {
  buildAlert,
  type Fault,
  startPagerDutyReceiver,
  startSlackReceiver,
  startWebhookReceiver,
} from '@trailhound/testkit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { combineSenders } from './deliver/combine-senders.js';
import { type NotifierBench, notifierBench } from './testing/notifier-bench.js';

const secret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
const routingKey = 'R'.repeat(32);
const bot = { botToken: 'xoxb-0000-S3CRET', channel: 'C0123456789' };

/** A strict stand-in of a vendor, and a destination that goes there. */
interface Stand {
  readonly settings: object;
  readonly requests: readonly unknown[];
  script(...faults: readonly Fault[]): void;
  close(): Promise<void>;
}

/** Every kind of destination that speaks HTTP. `readsAnswer`: what it says is in the body, not in the status alone. */
const kinds: readonly { readonly kind: string; readonly readsAnswer: boolean; open(): Promise<Stand> }[] = [
  {
    kind: 'webhook',
    readsAnswer: false,
    async open() {
      const receiver = await startWebhookReceiver({ secret });
      return standOf(receiver, { webhook: { url: receiver.url, secret } });
    },
  },
  {
    kind: 'Slack webhook',
    readsAnswer: true,
    async open() {
      const receiver = await startSlackReceiver();
      return standOf(receiver, { slack: { url: receiver.webhookUrl } });
    },
  },
  {
    kind: 'Slack bot',
    readsAnswer: true,
    async open() {
      const receiver = await startSlackReceiver(bot);
      const { botToken: token, channel } = bot;
      return standOf(receiver, { slack: { token, channel, apiUrl: receiver.apiUrl } });
    },
  },
  {
    kind: 'PagerDuty',
    readsAnswer: false,
    async open() {
      const receiver = await startPagerDutyReceiver(routingKey);
      return standOf(receiver, { pagerduty: { routingKey, url: receiver.url } });
    },
  },
];

function standOf(receiver: Omit<Stand, 'settings'>, settings: object): Stand {
  const { script, close } = receiver;
  return { settings, script, close, requests: receiver.requests };
}

/** Ten seconds would be long for a test; that it is ten is looked at. */
const timeoutMs = 2_000;
/** A busy machine wakes late. */
const patienceMs = 4_000;
const megabytes = 1024 * 1024;
const metadata = 'http://169.254.169.254/latest/meta-data/';

const cleanUps: (() => Promise<unknown>)[] = [];
// Receivers that look at the age of a signature have the clock of the notifier.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(async () => {
  vi.useRealTimers();
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A notifier with one such destination; `took` has the real milliseconds of every exchange. */
async function started(settings: object, allow: readonly string[], resolve?: ResolveName) {
  const bench: NotifierBench = await notifierBench({ there: settings }, undefined, allow);
  cleanUps.push(() => bench.close());
  const http = createHttpSender({ policy: bench.policy, clock: bench.clock, ...(resolve && { resolve }) });
  cleanUps.push(() => http.close());
  const took: number[] = [];
  let underWay = 0;
  const limits = new Set<number>();
  const sender = combineSenders({ http });
  bench.sender = {
    async send(request: SendRequest, signal) {
      limits.add(request.timeoutMs);
      vi.setSystemTime(bench.clock.now());
      const startedMs = performance.now();
      underWay += 1;
      try {
        return await sender.send({ ...request, timeoutMs }, signal);
      } finally {
        underWay -= 1;
        took.push(performance.now() - startedMs);
      }
    },
    close: () => sender.close(),
  };
  bench.start();
  const alert = buildAlert();
  await bench.publish(alert);
  const [id = ''] = bench.ids('there', alert);
  const isOver = async () => (await bench.state.deliveries.open(1)).length === 0;
  const ended = async () => {
    do {
      // An exchange takes real time, in which the clock of the bench stands still: a fast machine would pass an hour over it.
      while (underWay > 0) await sleep(5);
      await bench.until(async () => underWay > 0 || (await isOver()), 3_600);
    } while (!(await isOver()));
    return (await bench.state.deliveries.status(id))?.state;
  };
  const events = async () =>
    (await bench.journal()).map(({ state, reason }) => (reason === undefined ? state : `${state}: ${reason}`));
  return { bench, took, limits, ended, events };
}

interface Case {
  readonly name: string;
  readonly fault: Fault;
  /** What the first attempt comes to, by whether the destination's answer is read; patterns. */
  readonly comesTo: { readonly byStatus: string; readonly byBody: string };
  readonly leastMs?: number;
}

const retried = (what: string) => ({ byStatus: `retry: ${what}`, byBody: `retry: ${what}` });
/** A status says enough where no more is read; where more is, nothing is known. */
const taken = { byStatus: 'delivered', byBody: 'retry: server_error' };

const cases: readonly Case[] = [
  { name: 'hangs', fault: { kind: 'hang' }, comesTo: retried('timeout'), leastMs: timeoutMs - 50 },
  { name: 'resets', fault: { kind: 'reset' }, comesTo: retried('network') },
  {
    name: 'drips its body for ever',
    fault: { kind: 'slow-body', status: 202, everyMs: 50 },
    comesTo: taken,
    leastMs: timeoutMs - 50,
  },
  { name: 'resets after the headers', fault: { kind: 'reset-after-headers', status: 202 }, comesTo: taken },
  { name: 'takes it with 100 MB', fault: { kind: 'huge-body', status: 202, bytes: 100 * megabytes }, comesTo: taken },
  {
    name: 'fails with 100 MB',
    fault: { kind: 'huge-body', status: 500, bytes: 100 * megabytes },
    comesTo: retried('server_error'),
  },
  { name: 'sends headers without end', fault: { kind: 'endless-headers' }, comesTo: retried('(network|timeout)') },
  {
    name: 'redirects to the metadata service',
    fault: { kind: 'redirect', status: 302, location: metadata },
    comesTo: retried('redirect'),
  },
];

describe.each(kinds)('a $kind', ({ open, readsAnswer }) => {
  it.each(cases)(
    'that $name costs one attempt of bounded time, and nothing is lost',
    async ({ fault, comesTo, leastMs = 0 }) => {
      const stand = await open();
      cleanUps.push(() => stand.close());
      stand.script(fault);
      const { took, limits, ended, events } = await started(stand.settings, ['127.0.0.0/8']);
      expect(await ended()).toBe('delivered');
      const first = readsAnswer ? comesTo.byBody : comesTo.byStatus;
      const said = first === 'delivered' ? '^delivered$' : `^${first}, delivered$`;
      expect((await events()).join(', ')).toMatch(new RegExp(said));
      expect(stand.requests).toHaveLength(first === 'delivered' ? 1 : 2);
      expect([...limits]).toEqual([attemptTimeoutMs]);
      expect(took[0]).toBeGreaterThanOrEqual(leastMs);
      expect(Math.max(...took)).toBeLessThan(timeoutMs + patienceMs);
    },
  );

  it('that redirects to where it could be followed is not followed', async () => {
    const [stand, trap] = [await open(), await startWebhookReceiver({ secret })];
    cleanUps.push(
      () => stand.close(),
      () => trap.close(),
    );
    stand.script({ kind: 'redirect', status: 307, location: trap.url });
    const { ended } = await started(stand.settings, ['127.0.0.0/8']);
    expect(await ended()).toBe('delivered');
    expect([stand.requests.length, trap.requests.length]).toEqual([2, 0]);
  });

  it('whose name is rebound to a private address is connected to no more', async () => {
    const stand = await open();
    cleanUps.push(() => stand.close());
    // The connection of the first attempt is cut, so that the second resolves anew.
    stand.script({ kind: 'reset' });
    const answers = ['127.0.0.1', '10.0.0.7'];
    const resolve = async () => [{ address: answers.shift() ?? '10.0.0.7', family: 4 }];
    const named = JSON.parse(JSON.stringify(stand.settings).replaceAll('127.0.0.1', 'hook.example')) as object;
    const { took, ended, events } = await started(named, ['127.0.0.1/32'], resolve);
    expect(await ended()).toBe('dead');
    expect(await events()).toEqual(['retry: network', 'dead: forbidden_address']);
    expect(stand.requests).toHaveLength(1);
    expect(Math.max(...took)).toBeLessThan(timeoutMs + patienceMs);
  });
});
