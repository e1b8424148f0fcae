import { topics } from '@trailhound/contracts';
import { buildAlert } from '@trailhound/testkit';
import { startRedis } from '@trailhound/testkit/launchers';
import { testService } from '@trailhound/testkit/vitest';
import { afterEach, describe, expect, it } from 'vitest';
import { type Death, mortalPorts } from '../../services/notifier/src/testing/mortal-ports.js';
import {
  type BenchPorts,
  type NotifierBench,
  notifierBench,
} from '../../services/notifier/src/testing/notifier-bench.js';
import { replaceableStores } from './replaceable-store.js';

const redis = testService(() => startRedis());
const stores = replaceableStores();

let bench: NotifierBench;
afterEach(async () => {
  await bench.close();
  await stores.close();
});

const actions = [{ notify: 'soc' }, { wait: '10m' }, { notify: 'soc', summarise: { eventNames: ['RunInstances'] } }];
const tallies = [{ action: 2, group: {}, key: 'key' }];
const alert = buildAlert({ firedAt: '2026-03-01T10:05:00.000Z', actions, tallies });
const entry = { uid: 'r1', atMs: Date.parse(alert.lastEventTime) + 1, eventName: 'RunInstances', launched: ['i-1'] };

const deaths = [
  { at: 'before', call: 'deliveries.enqueue' },
  { at: 'after', call: 'deliveries.enqueue' },
  { at: 'after', call: 'commit alerts' },
  { at: 'after', call: 'deliveries.finish' }, // the first message is told: it dies while it waits
  { at: 'before', call: 'deliveries.rewrite' },
  { at: 'after', call: 'deliveries.rewrite' },
  { at: 'before', call: 'send', nth: 2 },
  { at: 'before', call: `publish ${topics.deliveries}`, nth: 2 },
  { at: 'after', call: `publish ${topics.deliveries}`, nth: 2 },
  { at: 'after', call: 'deliveries.finish', nth: 2 },
] as const satisfies readonly Death[];

describe.each(['SQLite', 'Redis'] as const)('a notifier on %s that is killed', (kind) => {
  it.each(deaths)('$at $call, $nth, tells both messages of a rule, once', async (death) => {
    bench = await notifierBench(['soc'], []);
    const on = kind === 'Redis' ? await stores.open(redis.get().url, `step-${Math.random()}:`) : undefined;
    const state: BenchPorts['state'] = on ?? bench.state;
    await state.tallies.add([{ key: 'key', uid: 'r1', entry: JSON.stringify(entry), keepMs: 86_400_000 }]);
    let isDead = () => false;
    const first = bench.start((ports) => {
      const mortal = mortalPorts({ ...ports, state }, death);
      ({ isDead } = mortal);
      return mortal;
    });
    await bench.publish(alert);
    await bench.until(async () => {
      await state.deliveries.open(1); // the bench's clock waits for Redis, which has a time of its own
      return isDead();
    }, 900);
    await bench.stopped(first);
    bench.start((ports) => ({ ...ports, state }));
    const isTold = async () => new Set(bench.sent.map(({ id }) => id)).size === 2;
    await bench.until(async () => (await state.deliveries.open(1)).length === 0 && (await isTold()), 1_500);
    const bodies = new Map(bench.sent.map(({ id, request }) => [id, new TextDecoder().decode(request.body)]));
    const told = [...bodies.values()].map((body) => JSON.parse(body) as { type: string; data: { step?: object } });
    expect(told.map(({ type }) => type).sort()).toEqual(['alert.fired', 'alert.step']);
    expect(told.find(({ data }) => data.step)?.data.step).toMatchObject({ tally: { launched: 1, terminated: 0 } });
  });
});
