import { type TallyEntry, tallyKey } from '@trailhound/contracts';
import { buildAlert } from '@trailhound/testkit';
import { afterEach, describe, expect, it } from 'vitest';
import { type NotifierBench, notifierBench, type SentWebhook } from './testing/notifier-bench.js';

let bench: NotifierBench;
afterEach(() => bench.close());

const summarise = { eventNames: ['RunInstances'], groupBy: ['autoScalingGroup'] };
const key = tallyKey('scaling', summarise, { account: '111122223333', region: 'us-east-1', group: ['web'] });
const firedAt = '2026-03-01T10:05:00.000Z';
const actions = [{ notify: 'platform' }, { wait: '10m' }, { notify: 'soc', summarise }];
const tallies = [{ action: 2, group: { autoScalingGroup: 'web' }, key }];
const alert = buildAlert({ rule: 'scaling', firedAt, actions, tallies });

interface Body {
  readonly type: string;
  readonly data: { readonly step?: { readonly tally?: { readonly launched?: number } } };
}
const bodyOf = ({ request }: SentWebhook) => JSON.parse(new TextDecoder().decode(request.body)) as Body;
const told = () => bench.sent.map((sent) => `${sent.host} ${bodyOf(sent).type}`);

async function launch(uid: string): Promise<void> {
  const entry: TallyEntry = {
    uid,
    atMs: Date.parse('2026-03-01T10:03:00Z'),
    eventName: 'RunInstances',
    launched: [uid],
  };
  await bench.state.tallies.add([{ key, uid, entry: JSON.stringify(entry), keepMs: 86_400_000 }]);
}

describe('what a rule asks to be told', () => {
  it('goes to the destinations it names, besides those of the routes and once each', async () => {
    bench = await notifierBench(['soc', 'platform', 'others'], [{ to: ['soc'] }, { to: ['platform'] }]);
    bench.start();
    await bench.publish(alert, alert);
    await bench.until(() => bench.sent.length === 3, 700);
    expect(told().sort()).toEqual([
      'platform.example alert.fired',
      'soc.example alert.fired',
      'soc.example alert.step',
    ]);
    await bench.until(async () => (await bench.state.deliveries.open(1)).length === 0);
    expect(bench.sent).toHaveLength(3);
  });

  it('comes when its time is there, and counts what was there by then', async () => {
    bench = await notifierBench(['soc', 'platform'], []);
    bench.start();
    await bench.publish(alert);
    await bench.until(() => bench.sent.length === 1);
    expect(told()).toEqual(['platform.example alert.fired']);
    await launch('i-1');
    await launch('i-2');
    await bench.until(() => bench.sent.length === 2, 700);
    expect((bench.sent[1]?.atMs ?? 0) - Date.parse(firedAt)).toBeGreaterThanOrEqual(600_000);
    expect(bodyOf(bench.sent[1] as SentWebhook)).toMatchObject({
      type: 'alert.step',
      data: { step: { action: 2, afterSeconds: 600, tally: { launched: 2, terminated: 0 } } },
    });
  });

  it('tells the same at every attempt, though more has come meanwhile, and the ledger has it', async () => {
    bench = await notifierBench(['soc', 'platform'], []);
    let refused = 0;
    bench.answer = (sent) => {
      const isRefused = bodyOf(sent).type === 'alert.step' && refused++ < 2;
      return { kind: 'answered', status: isRefused ? 500 : 200, body: '' };
    };
    bench.start();
    await launch('i-1');
    await bench.publish(alert);
    await bench.until(() => refused === 1, 700);
    await launch('i-2');
    await bench.until(async () => (await bench.state.deliveries.open(1)).length === 0, 700);
    const steps = bench.sent.filter((sent) => bodyOf(sent).type === 'alert.step');
    expect(steps.map((sent) => bodyOf(sent).data.step?.tally?.launched)).toEqual([1, 1, 1]);
    expect(new Set(steps.map(({ id }) => id)).size).toBe(1);
    const [kept] = (await bench.state.deliveries.payloads([steps[0]?.id ?? ''])).values();
    expect(JSON.parse(kept ?? '')).toMatchObject({ notice: 'step', step: { tally: { launched: 1 } } });
    expect(await bench.state.deliveries.status(steps[0]?.id ?? '')).toMatchObject({ state: 'delivered', attempts: 3 });
  });

  it('waits, visibly, where its destination is not configured', async () => {
    bench = await notifierBench(['soc'], [{ to: ['soc'] }]);
    bench.start();
    await bench.publish(alert);
    await bench.until(() => bench.sent.length === 2, 700);
    const [left] = await bench.state.deliveries.open(5);
    expect(left).toMatchObject({ destination: 'platform', state: 'pending', attempts: 0 });
  });

  it.each([
    ['audited', { audit: true }],
    ['muted', { suppressedBy: [{ id: 's', reason: 'known', owner: 'ops' }] }],
    ['old', { backfill: true }],
  ])('is not told of an alert that is %s', async (_what, more) => {
    bench = await notifierBench(['soc', 'platform'], []);
    bench.start();
    await bench.publish({ ...alert, ...more }, buildAlert({ rule: 'last', firedAt, actions: [{ notify: 'soc' }] }));
    await bench.until(() => bench.sent.length === 1);
    expect((await bench.state.deliveries.open(5)).length).toBeLessThanOrEqual(1);
    expect(told()).toEqual(['soc.example alert.fired']);
  });
});
