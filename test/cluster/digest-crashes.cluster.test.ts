import { Routes } from '@trailhound/alerting';
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
  uidOf,
} from '../../services/notifier/src/testing/notifier-bench.js';
import { replaceableStores } from './replaceable-store.js';

const redis = testService(() => startRedis());

let bench: NotifierBench;
const stores = replaceableStores();
afterEach(async () => {
  await bench.close();
  await stores.close();
});

const alerts = Array.from({ length: 7 }, (_, at) =>
  buildAlert({ uid: uidOf(at), firedAt: '2026-03-01T10:05:00.000Z' }),
);
const routes = Routes.parse([{ to: ['soc'], limit: { count: 2, per: '10m' } }]);

/** What the receiver has, each message once: how many alerts every one of them tells. */
function received(): readonly number[] {
  const bodies = new Map(bench.sent.map(({ id, request }) => [id, new TextDecoder().decode(request.body)]));
  return [...bodies.values()].map((body) => (JSON.parse(body) as { data: { count: number } }).data.count).sort();
}

const deaths = [
  { at: 'before', call: 'deliveries.hold' },
  { at: 'after', call: 'deliveries.hold' },
  { at: 'after', call: 'checkpoints.set' },
  { at: 'after', call: 'commit alerts' },
  { at: 'after', call: 'deliveries.claim', nth: 3 },
  { at: 'before', call: 'send', nth: 3 },
  { at: 'before', call: `publish ${topics.deliveries}`, nth: 3 },
  { at: 'after', call: `publish ${topics.deliveries}`, nth: 3 },
  { at: 'after', call: `publish ${topics.deliveries}`, nth: 4 },
  { at: 'before', call: 'deliveries.settle' },
  { at: 'after', call: 'deliveries.settle' },
  { at: 'after', call: 'deliveries.finish', nth: 3 },
] as const satisfies readonly Death[];

describe.each(['SQLite', 'Redis'] as const)('a notifier on %s that is killed', (kind) => {
  it.each(deaths)('$at $call, $nth, tells every alert in the same digest, once', async (death) => {
    bench = await notifierBench(['soc'], routes);
    const prefix = `digest-${Math.random()}:`;
    const on = kind === 'Redis' ? await stores.open(redis.get().url, prefix) : undefined;
    const state = (): BenchPorts['state'] => on ?? bench.state;
    let isDead = () => false;
    const first = bench.start((ports) => {
      const mortal = mortalPorts({ ...ports, state: state() }, death);
      ({ isDead } = mortal);
      return mortal;
    });
    await bench.publish(...alerts);
    await bench.until(async () => {
      await state().deliveries.open(1); // the bench's clock waits for Redis, which has a time of its own
      return isDead();
    }, 900);
    await bench.stopped(first);
    bench.start((ports) => ({ ...ports, state: state() }));
    const ids = bench.ids('soc', ...alerts);
    const isTold = async () => {
      const states = await Promise.all(ids.map((id) => state().deliveries.status(id)));
      return states.every((status) => status?.state === 'delivered');
    };
    await bench.until(isTold, 1_500);
    await bench.until(async () => (await state().deliveries.open(1)).length === 0);
    expect(received()).toEqual([1, 1, 5]);
  });
});
