import { createHttpSender } from '@trailhound/adapter-http';
import { buildAlert, slackTexts, startSlackReceiver, webhookObjection } from '@trailhound/testkit';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { combineSenders } from './deliver/combine-senders.js';
import { type NotifierBench, notifierBench, uidOf } from './testing/notifier-bench.js';

let bench: NotifierBench;
afterEach(() => bench.close());

const textOf = (body: Uint8Array | undefined) => new TextDecoder().decode(body);

describe('what an attacker writes into a record', () => {
  const evil =
    '<!channel> <@U1> <http://evil.example|login> ```code``` "><script>alert(1)</script> =HYPERLINK("x") \r\n\u001b[2J';

  it('cases 53, 55: is text in Slack, that notifies nobody, links nowhere and is cut', async () => {
    const receiver = await startSlackReceiver();
    try {
      bench = await notifierBench({ chat: { slack: { url: receiver.webhookUrl } } }, undefined, ['127.0.0.0/8']);
      bench.sender = combineSenders({ http: createHttpSender({ policy: bench.policy, clock: bench.clock }) });
      bench.start();
      const title = `${evil}${'x'.repeat(40_000)}`;
      await bench.publish(buildAlert({ title, userAgent: title, actor: { name: evil } }));
      await bench.until(() => receiver.posts.length === 1);
      const body = receiver.requests[0]?.body ?? '';
      expect(receiver.requests[0]?.answer?.objection).toBeUndefined();
      const texts = slackTexts(JSON.parse(body));
      expect(texts.filter((text) => /<!|<@|<http:/.test(text))).toEqual([]);
      expect(texts.filter((text) => text.length > 3_000)).toEqual([]);
      expect(body).toContain('&lt;!channel&gt;');
    } finally {
      await receiver.close();
    }
  });

  it('case 54: leaves PagerDuty a summary and a dedup key within its bounds', async () => {
    bench = await notifierBench({ pager: { pagerduty: { routingKey: 'R'.repeat(32) } } });
    bench.start();
    const alert = buildAlert({ title: `${evil}${'x'.repeat(5_000)}`, group: { name: 'y'.repeat(5_000) } });
    await bench.publish(alert);
    await bench.until(() => bench.sent.length === 1);
    const event = JSON.parse(textOf(bench.sent[0]?.request.body)) as {
      dedup_key: string;
      payload: { summary: string };
    };
    expect(event.dedup_key).toBe(alert.id);
    expect(event.dedup_key.length).toBeLessThanOrEqual(255);
    expect(event.payload.summary.length).toBeLessThanOrEqual(1_024);
    expect(event.payload.summary).not.toMatch(/\p{Cc}/u);
  });
});

describe('case 62: an alert of another version, during a rolling upgrade', () => {
  it('is told where it only has members that this one does not know, and a dead letter where its version is another', async () => {
    bench = await notifierBench();
    bench.start();
    const [newer, other] = [1, 2].map((number) => buildAlert({ uid: uidOf(number) }));
    await bench.publishRaw(
      'alerts',
      'k1',
      JSON.stringify({ ...newer, verdict: { new: true }, actor: { ...newer?.actor, mood: 'x' } }),
    );
    await bench.publishRaw('alerts', 'k2', JSON.stringify({ ...other, version: 2 }));
    await bench.until(async () => bench.sent.length === 1 && (await bench.deadLetters()).length === 1);
    expect(bench.sent.map(({ id }) => id)).toEqual(newer && bench.ids('soc', newer));
    expect(await bench.deadLetters()).toMatchObject([{ id: 'k2', reason: 'unreadable_alert', attempts: 0 }]);
  });
});

describe('case 63: a receiver whose clock is ten minutes off', () => {
  it('refuses the signature; the alert is tried again, and what is given up says to look at the clocks', async () => {
    bench = await notifierBench();
    const secret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
    let aheadMs = 10 * 60_000;
    bench.answer = ({ request }) => {
      const { method, headers, body } = request;
      vi.useFakeTimers({ toFake: ['Date'], now: bench.clock.now() + aheadMs });
      const path = new URL(request.url).pathname;
      const objection = webhookObjection({ method, path, headers, body: textOf(body) }, path, secret);
      vi.useRealTimers();
      return { kind: 'answered', status: objection === undefined ? 200 : 401, body: objection ?? '' };
    };
    bench.start();
    const [first = buildAlert(), second = buildAlert()] = [1, 2].map((number) => buildAlert({ uid: uidOf(number) }));
    await bench.publish(first);
    await bench.until(async () => (await bench.deadLetters()).length === 1, 3_000);
    const [letter] = await bench.deadLetters();
    expect(letter).toMatchObject({ reason: 'auth_error', attempts: 3 });
    expect(letter?.message).toMatch(/Message timestamp too old.*clocks/);
    await bench.publish(second);
    await bench.until(() => bench.sent.length === 4);
    aheadMs = 0;
    await bench.until(
      async () => (await bench.state.deliveries.status(bench.ids('soc', second)[0] ?? ''))?.state === 'delivered',
    );
  });
});
