import type { AlertChange, AlertState } from '@trailhound/contracts';
import { formatNotice, topics } from '@trailhound/contracts';
import { buildAlert } from '@trailhound/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { type NotifierBench, notifierBench } from '../testing/notifier-bench.js';

const alert = buildAlert();
const routingKey = 'R'.repeat(32);

let bench: NotifierBench;
afterEach(() => bench.close());

async function change(state: AlertState, minute = 6): Promise<void> {
  const at = `2026-03-01T10:0${minute}:00.000Z`;
  const made: AlertChange = { version: 1, alertId: alert.id, state, by: 'ana', at };
  await bench.publishRaw(topics.changes, alert.id, formatNotice({ notice: 'changed', alert, change: made }));
}

const actions = () =>
  bench.sent.map(
    ({ request }) => (JSON.parse(new TextDecoder().decode(request.body)) as { event_action: string }).event_action,
  );
const isAtRest = async () => (await bench.state.deliveries.open(1)).length === 0;

describe('what people do to an alert', () => {
  it('is told to PagerDuty: acknowledge, then resolve, once each', async () => {
    bench = await notifierBench({ pager: { pagerduty: { routingKey } } });
    bench.start();
    await bench.publish(alert);
    await bench.until(() => bench.sent.length === 1);
    await change('acknowledged');
    await change('acknowledged');
    await bench.until(() => bench.sent.length === 2);
    await change('closed', 7);
    await bench.until(() => bench.sent.length === 3);
    await bench.until(isAtRest);
    expect(actions()).toEqual(['trigger', 'acknowledge', 'resolve']);
  });

  it('waits for the alert itself, which PagerDuty has to know first', async () => {
    bench = await notifierBench({ pager: { pagerduty: { routingKey } } });
    let isUp = false;
    bench.answer = () => ({ kind: 'answered', status: isUp ? 202 : 500, body: '' });
    bench.start();
    await bench.publish(alert);
    await bench.until(() => bench.sent.length === 2);
    await change('closed');
    await bench.until(() => bench.sent.length === 3);
    isUp = true;
    await bench.until(isAtRest);
    expect(actions()).toEqual([...Array.from({ length: bench.sent.length - 1 }, () => 'trigger'), 'resolve']);
  });

  it('is told to no destination that was not told of the alert, or does not follow', async () => {
    const secret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;
    const soc = { webhook: { url: 'https://soc.example/hook', secret } };
    bench = await notifierBench({ pager: { pagerduty: { routingKey } }, soc }, [{ to: ['soc'] }]);
    bench.start();
    await bench.publish(alert);
    await bench.until(() => bench.sent.length === 1);
    await change('closed');
    await bench.until(async () => (await bench.journal()).length === 2);
    await bench.until(isAtRest);
    expect(bench.sent).toHaveLength(1);
    expect((await bench.journal()).at(-1)).toMatchObject({ destination: 'pager', state: 'dead', reason: 'superseded' });
    expect(await bench.deadLetters()).toEqual([]);
  });
});

describe('a delivery that was given up', () => {
  it('is sent again under its id when a person puts it back, with a schedule of its own', async () => {
    bench = await notifierBench();
    let answers = 400;
    bench.answer = () => ({ kind: 'answered', status: answers, body: '' });
    bench.start();
    await bench.publish(alert);
    await bench.until(async () => (await bench.deadLetters()).length === 1, 2_000);
    const attempts = bench.sent.length;
    const [id = ''] = bench.ids('soc', alert);
    await bench.until(isAtRest);
    answers = 503;
    expect(await bench.state.deliveries.replay(id, bench.clock.now())).toBe(true);
    await bench.until(() => bench.sent.length === attempts + 2);
    answers = 200;
    await bench.until(isAtRest);
    const last = bench.sent.at(-1);
    expect([last?.id, last?.attempt]).toEqual([id, attempts + 3]);
    expect(last?.request.headers['webhook-replay']).toBe('true');
    expect((await bench.journal()).at(-1)).toMatchObject({ id, state: 'delivered', replays: 1 });
  });
});
