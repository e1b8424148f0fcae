import { type Alert, topics } from '@trailhound/contracts';
import { buildAlert } from '@trailhound/testkit';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { leaseMs } from './deliver/lease-keeper.js';
import type { Notifier } from './notifier.js';
import { type Death, mortalPorts } from './testing/mortal-ports.js';
import { type BenchPorts, type NotifierBench, notifierBench, uidOf } from './testing/notifier-bench.js';

const alerts = [1, 2, 3].map((number) => buildAlert({ uid: uidOf(number) }));

let bench: NotifierBench;
beforeEach(async () => {
  bench = await notifierBench();
});
afterEach(() => bench.close());

async function crashAndRestart(death: Death, published = alerts): Promise<void> {
  let isDead = () => false;
  const first = bench.start((ports) => {
    const mortal = mortalPorts(ports, death);
    ({ isDead } = mortal);
    return mortal;
  });
  await bench.publish(...published);
  await bench.until(() => isDead());
  await stopped(first);
  bench.start();
  await bench.until(async () => (await bench.state.deliveries.open(10)).length === 0 && (await isCommitted(published)));
}

async function stopped(notifier: Notifier): Promise<void> {
  let isStopped = false;
  void notifier.stop(AbortSignal.abort()).then(() => {
    isStopped = true;
  });
  await bench.until(() => isStopped);
}

async function isCommitted(published: readonly Alert[]): Promise<boolean> {
  const consumer = bench.log.consumer({ topic: topics.alerts, group: 'notifier' });
  return (await consumer.committed(topics.alerts, 0)) === BigInt(published.length);
}

async function states(published = alerts): Promise<readonly unknown[]> {
  const ids = bench.ids('soc', ...published);
  return Promise.all(ids.map(async (id) => (await bench.state.deliveries.status(id))?.state));
}

const sentIds = () => bench.sent.map(({ id }) => id);

describe('a notifier that is killed', () => {
  const harmless = [
    { point: 'N1 before the deliveries are enqueued', at: 'before', call: 'deliveries.enqueue' },
    { point: 'N2 after they are enqueued', at: 'after', call: 'deliveries.enqueue' },
    { point: 'N2 after the ledger is stamped', at: 'after', call: 'checkpoints.set' },
    { point: 'N2 after the commit', at: 'after', call: 'commit alerts' },
    { point: 'N3 after a claim', at: 'after', call: 'deliveries.claim' },
    { point: 'N3 before a request goes out', at: 'before', call: 'send' },
    { point: 'N5 after the journal, its acknowledgement lost', at: 'after', call: `publish ${topics.deliveries}` },
    { point: 'N5 after the journal, before the ledger', at: 'before', call: 'deliveries.finish' },
    { point: 'N5 after the ledger took the end', at: 'after', call: 'deliveries.finish' },
  ] as const;

  it.each(harmless)('$point sends an alert once', async ({ point: _, ...death }) => {
    const [only] = alerts.slice(0, 1);
    await crashAndRestart(death, only && [only]);
    expect(sentIds()).toEqual(bench.ids('soc', ...alerts.slice(0, 1)));
    expect(await states(alerts.slice(0, 1))).toEqual(['delivered']);
  });

  it.each(harmless)('$point loses none of several alerts under way', async ({ point: _, ...death }) => {
    await crashAndRestart(death);
    expect([...new Set(sentIds())].sort()).toEqual([...bench.ids('soc', ...alerts)].sort());
    expect(await states()).toEqual(['delivered', 'delivered', 'delivered']);
  });

  it('N4 between answer and journal sends again: the same webhook-id and body, a higher attempt', async () => {
    await crashAndRestart({ at: 'before', call: `publish ${topics.deliveries}` }, alerts.slice(0, 1));
    const [first, second, ...more] = bench.sent;
    const [id] = bench.ids('soc', ...alerts);
    expect([first, second].map((sent) => [sent?.id, sent?.attempt])).toEqual([
      [id, 1],
      [id, 2],
    ]);
    expect(second?.request.body).toEqual(first?.request.body);
    expect(more).toEqual([]);
  });

  it.each([
    { point: 'before the dead letter', at: 'before', call: `publish ${topics.deadLetters}` },
    { point: 'N6 after the dead letter', at: 'after', call: `publish ${topics.deadLetters}` },
    { point: 'before the end of a dead delivery is in the ledger', at: 'before', call: 'deliveries.finish' },
  ] as const)('$point leaves every dead delivery in the dead letters', async ({ point: _, ...death }) => {
    bench.answer = () => ({ kind: 'forbidden', message: 'private address' });
    await crashAndRestart(death);
    const letters = await bench.deadLetters();
    expect([...new Set(letters.map(({ id }) => id))].sort()).toEqual([...bench.ids('soc', ...alerts)].sort());
    expect(await states()).toEqual(['dead', 'dead', 'dead']);
  });

  it('before a retry is in the ledger tries again when the lease is over', async () => {
    bench.answer = ({ attempt }) => ({ kind: 'answered', status: attempt === 1 ? 500 : 200, body: '' });
    await crashAndRestart({ at: 'before', call: 'deliveries.reschedule' });
    expect(await states()).toEqual(['delivered', 'delivered', 'delivered']);
  });
});

describe('a notifier whose log takes nothing for minutes', () => {
  it('keeps what the destination has taken to itself, and nobody else sends it again', async () => {
    const answers = Promise.withResolvers<void>();
    const waiting: string[] = [];
    bench.start((ports) => ({
      ...ports,
      log: {
        ...ports.log,
        async publish(topic, messages) {
          if (topic === topics.deliveries) {
            waiting.push(topic);
            await answers.promise;
          }
          await ports.log.publish(topic, messages);
        },
      },
    }));
    const [only] = alerts.slice(0, 1);
    if (only) await bench.publish(only);
    await bench.until(() => waiting.length === 1);
    bench.start();
    const startedMs = bench.clock.now();
    await bench.until(() => bench.clock.now() - startedMs > 3 * leaseMs);
    expect(sentIds()).toEqual(bench.ids('soc', ...alerts.slice(0, 1)));
    answers.resolve();
    await bench.until(async () => (await states(alerts.slice(0, 1)))[0] === 'delivered');
    expect(sentIds()).toHaveLength(1);
  });
});

describe('a notifier whose ledger was lost', () => {
  it('reads the alerts again and, by the journal, sends none of them twice', async () => {
    const first = bench.start();
    await bench.publish(...alerts);
    await bench.until(async () => (await bench.journal()).length === 3 && (await isCommitted(alerts)));
    await stopped(first);
    const other = await notifierBench();
    try {
      // The log of the first with the empty store of the second.
      bench.start((ports) => ({ ...ports, state: other.state }));
      const late = buildAlert({ uid: uidOf(4) });
      await bench.publish(late);
      await bench.until(
        async () => (await other.state.deliveries.status(bench.ids('soc', late)[0] ?? ''))?.state === 'delivered',
      );
      await bench.until(async () => (await other.state.deliveries.open(10)).length === 0);
      expect(sentIds().sort()).toEqual([...bench.ids('soc', ...alerts, late)].sort());
      for (const id of bench.ids('soc', ...alerts)) {
        expect(await other.state.deliveries.status(id)).toMatchObject({ state: 'delivered' });
      }
      expect((await bench.metrics.expose()).text).toContain('trailhound_notifier_rewinds_total 1');
    } finally {
      await other.close();
    }
  });

  it('does not send again what another process, or it itself, is still sending', async () => {
    const [slow = buildAlert({ uid: uidOf(1) }), ...others] = alerts;
    const [slowId] = bench.ids('soc', slow);
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
    bench.answer = async ({ id }) => {
      if (id === slowId) await answered;
      return { kind: 'answered', status: 200, body: '' };
    };
    const emptied = await notifierBench();
    try {
      let isLost = false;
      const lossy = (ports: BenchPorts): BenchPorts => ({
        ...ports,
        state: {
          ...ports.state,
          deliveries: either(ports.state.deliveries, emptied.state.deliveries, () => isLost),
          checkpoints: either(ports.state.checkpoints, emptied.state.checkpoints, () => isLost),
        },
      });
      bench.start(lossy);
      bench.start(lossy);
      await bench.publish(...alerts);
      await bench.until(async () => sentIds().includes(slowId ?? '') && (await isCommitted(alerts)));
      isLost = true;
      const late = buildAlert({ uid: uidOf(5) });
      await bench.publish(late);
      await bench.until(async () => (await emptied.state.deliveries.status(slowId ?? '')) !== undefined);
      const lossMs = bench.clock.now();
      await bench.until(() => bench.clock.now() >= lossMs + 5_000);
      answer();
      await bench.until(async () => (await emptied.state.deliveries.open(10)).length === 0);
      expect(sentIds().sort()).toEqual([...bench.ids('soc', slow, ...others, late)].sort());
    } finally {
      await emptied.close();
    }
  });
});

describe('a notifier whose ledger is lost between its look at the stamp and its writing', () => {
  it('goes back for what the ledger had before', async () => {
    const [waiting = buildAlert({ uid: uidOf(1) })] = alerts;
    bench.answer = ({ attempt }) => ({ kind: 'answered', status: attempt === 1 ? 500 : 200, body: '' });
    const emptied = await notifierBench();
    try {
      let [isArmed, isLost] = [false, false];
      bench.start((ports) => {
        const deliveries = either(ports.state.deliveries, emptied.state.deliveries, () => isLost);
        const enqueue: typeof deliveries.enqueue = (...given) => {
          isLost ||= isArmed;
          return (isLost ? emptied.state.deliveries : ports.state.deliveries).enqueue(...given);
        };
        const armed = new Proxy(deliveries, {
          get: (target, name) => (name === 'enqueue' ? enqueue : Reflect.get(target, name)),
        });
        const checkpoints = either(ports.state.checkpoints, emptied.state.checkpoints, () => isLost);
        return { ...ports, state: { ...ports.state, deliveries: armed, checkpoints } };
      });
      await bench.publish(waiting);
      await bench.until(async () => bench.sent.length === 1 && (await isCommitted([waiting])));
      isArmed = true;
      const late = buildAlert({ uid: uidOf(6) });
      // A matcher that had lost its counts publishes an alert once more, with another time.
      await bench.publish({ ...waiting, firedAt: '2026-01-15T12:34:56.789Z' }, late);
      const arrived = async (alert: Alert) =>
        (await emptied.state.deliveries.status(bench.ids('soc', alert)[0] ?? ''))?.state === 'delivered';
      await bench.until(async () => (await arrived(waiting)) && (await arrived(late)));
      const bodies = bench.sent
        .filter(({ id }) => id === bench.ids('soc', waiting)[0])
        .map(({ request }) => new TextDecoder().decode(request.body));
      expect(bodies.length).toBeGreaterThan(1);
      expect(new Set(bodies).size).toBe(1);
    } finally {
      await emptied.close();
    }
  });
});

/** Calls the one, or the other from the moment it is lost. */
function either<T extends object>(one: T, other: T, isLost: () => boolean): T {
  return new Proxy(one, {
    get(_, name) {
      const current = isLost() ? other : one;
      const value: unknown = Reflect.get(current, name);
      return typeof value === 'function' ? value.bind(current) : value;
    },
  });
}
