import { setTimeout as sleep } from 'node:timers/promises';
import type { CountObservation } from '@trailhound/detection';
import { assertHistoriesAgree } from '@trailhound/ports/contracts';
import { freePort, startRedis, waitUntil } from '@trailhound/testkit/launchers';
import { type TestLogger, testLogger, testService } from '@trailhound/testkit/vitest';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkRedis, type RedisOptions, RedisStateStore } from './index.js';

const awaySaid = /cannot be reached/;
const backSaid = /is reachable again/;
const redis = testService(() => startRedis());

let test = 0;
let logger: TestLogger = testLogger();
let opened: RedisStateStore[] = [];

beforeEach(() => {
  test += 1;
  logger = testLogger();
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map((store) => store.close()));
});

function open(options: Partial<RedisOptions> = {}): RedisStateStore {
  const store = new RedisStateStore({ url: redis.get().url, keyPrefix: `faults-${test}:`, logger, ...options });
  opened.push(store);
  return store;
}

async function openReady(options: Partial<RedisOptions> = {}): Promise<RedisStateStore> {
  const store = open(options);
  await store.connection.ready();
  return store;
}

async function isUp(store: RedisStateStore): Promise<boolean> {
  await store.ping();
  return true;
}

function seen(at: number): CountObservation {
  const uid = `uid-${at}`;
  return {
    kind: 'count',
    key: { ruleId: 'denials', stateHash: 'a'.repeat(64), group: ['alice'] },
    spec: { count: 3, withinMs: 600_000, dedupMs: 600_000, distinct: false },
    uid,
    eventTimeMs: 1_767_225_600_000 + at * 1_000,
    suppressed: false,
    mayBeSuppressed: false,
    record: { uid, eventID: null, eventTime: '2026-01-01T00:00:00Z', input: 'trail.json', index: at },
  };
}

/** Counts one record a batch, each tried until Redis takes it; answers the alerts that became due. */
async function countAll(store: RedisStateStore, total: number): Promise<{ alerts: Set<string>; refused: number }> {
  const alerts = new Set<string>();
  let refused = 0;
  for (let at = 0; at < total; at += 1) {
    for (;;) {
      try {
        const batch = { stream: 'matchers', partition: 0, from: BigInt(at), to: BigInt(at + 1), first: at === 0 };
        const result = await store.windows.observe({ ...batch, observations: [seen(at)] });
        if (result.kind !== 'ok') throw new Error(`Redis lost what it had acknowledged: ${result.kind}`);
        for (const { alertId } of result.firings.flat()) alerts.add(alertId);
        break;
      } catch (error) {
        expect(error).toMatchObject({ code: 'STORE_UNAVAILABLE' });
        refused += 1;
        await sleep(20);
      }
    }
  }
  return { alerts, refused };
}

it('what is kept of a record of last year lives as long as what is kept of one of today: from its last change on', async () => {
  const lastYear = Date.now() - 400 * 86_400_000;
  for (const [name, eventTimeMs] of [
    ['old', lastYear],
    ['new', Date.now()],
  ] as const) {
    const store = await openReady({ keyPrefix: `lives-${name}:` });
    const observations = [0, 1, 2, 3].map((at) => ({ ...seen(at), eventTimeMs: eventTimeMs + at }));
    const batch = { stream: 'matchers', partition: 0, from: 0n, to: 4n, first: true };
    await store.windows.observe({ ...batch, observations });
    const keys = await store.connection.client.keys(`lives-${name}:*`);
    const lives = await Promise.all(keys.map((key) => store.connection.client.pttl(key)));
    expect(keys.length).toBeGreaterThan(3);
    // A day for late records, at least; -1 for what has no end.
    for (const left of lives) expect(left === -1 || left > 86_300_000).toBe(true);
  }
});

describe('settings that lose counts', () => {
  it.each(['allkeys-lru', 'volatile-ttl', 'allkeys-random'])('%s refuses the start with what to do', async (policy) => {
    const store = await openReady();
    await store.connection.client.config('SET', 'maxmemory-policy', policy);
    const refused = await checkRedis(store.connection, logger).catch((error: unknown) => error);
    await store.connection.client.config('SET', 'maxmemory-policy', 'noeviction');
    expect(refused).toMatchObject({
      code: 'STORE_MISCONFIGURED',
      message: expect.stringMatching(new RegExp(`${policy}.*set maxmemory-policy noeviction`)),
    });
  });

  it('no append-only file is warned of, and the recommended settings are taken without a word', async () => {
    const store = await openReady();
    await checkRedis(store.connection, logger);
    expect(logger.entries).toEqual([]);
    await store.connection.client.config('SET', 'appendonly', 'no');
    await checkRedis(store.connection, logger);
    await store.connection.client.config('SET', 'appendonly', 'yes');
    expect(logger.count(/append-only/)).toBe(1);
  });

  it('that a managed server hides are said to be unknown, once', async () => {
    const { client } = (await openReady()).connection;
    await client.call('ACL', 'SETUSER', 'managed', 'on', '>hidden-config', '~*', '+@all', '-config');
    const store = await openReady({ url: redis.get().url.replace('redis://', 'redis://managed:hidden-config@') });
    await checkRedis(store.connection, logger);
    expect(logger.count(/hides its settings/)).toBe(1);
  });

  it('a full server takes nothing and loses nothing', async () => {
    const store = await openReady();
    await countAll(store, 2);
    await store.connection.client.config('SET', 'maxmemory', '1');
    const counting = countAll(store, 4);
    await sleep(300);
    await store.connection.client.config('SET', 'maxmemory', '0');
    const { alerts, refused } = await counting;
    expect(refused).toBeGreaterThan(0);
    expect(alerts.size).toBe(1);
  });
});

describe('a server that is away', () => {
  it('at the start refuses every call by one code, which is said once, until it comes', async () => {
    const store = open({ url: `redis://127.0.0.1:${await freePort()}` });
    await sleep(1_500);
    for (const call of [store.ping(), store.windows.stamp('matchers', 0), store.deliveries.open(1)])
      await expect(call).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await expect(checkRedis(store.connection, logger)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(logger.count(awaySaid)).toBe(1);
  });

  it('because it was killed in the middle of counting knows everything it acknowledged, scripts included', async () => {
    const store = await openReady();
    const counting = countAll(store, 600);
    for (let kill = 0; kill < 3; kill += 1) {
      await sleep(150);
      await redis.get().kill();
      await waitUntil('it is missed', () => logger.count(awaySaid) === kill + 1, 10_000, 10);
      await redis.get().start();
      await waitUntil('it is back', async () => (await isUp(store)) && logger.count(backSaid) === kill + 1, 10_000, 10);
    }
    const { alerts, refused } = await counting;
    expect(refused).toBeGreaterThan(0);
    expect(alerts.size).toBeGreaterThan(0);
    expect(await store.windows.stamp('matchers', 0)).toBe(600n);
    const undisturbed = await openReady({ keyPrefix: `undisturbed-${test}:` });
    expect(alerts).toEqual((await countAll(undisturbed, 600)).alerts);
    expect(logger.count(awaySaid)).toBe(3);
    expect(logger.count(backSaid)).toBe(3);
  }, 60_000);

  it('because it hangs fails calls within their bound instead of holding them', async () => {
    const store = await openReady({ commandTimeoutMs: 500 });
    await store.connection.client.call('CLIENT', 'PAUSE', '1500');
    const before = Date.now();
    await expect(store.ping()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    expect(Date.now() - before).toBeLessThan(1_400);
    await waitUntil('it answers again', () => isUp(store), 10_000);
  });

  it('a forgotten script is loaded again in the middle of a batch', async () => {
    const store = await openReady();
    await countAll(store, 2);
    await store.connection.client.script('FLUSH');
    const result = await store.windows.observe({
      ...{ stream: 'matchers', partition: 0, from: 2n, to: 3n, first: false },
      observations: [seen(2)],
    });
    expect(result).toMatchObject({ kind: 'ok', firings: [[{ count: 3 }]] });
  });

  it('a server that came back empty says that it lost the counts', async () => {
    const store = await openReady();
    await countAll(store, 3);
    await store.connection.client.flushall();
    const batch = { stream: 'matchers', partition: 0, from: 3n, to: 4n, first: false, observations: [seen(3)] };
    expect(await store.windows.observe(batch)).toEqual({ kind: 'regressed', stamp: undefined });
  });
});

describe('several matchers', () => {
  it('counting in one group at once lose no count and raise one alert each bucket', async () => {
    const matchers = await Promise.all(Array.from({ length: 4 }, () => openReady()));
    const results = await Promise.all(
      matchers.map(async (store, partition) => {
        const alerts: string[] = [];
        for (let at = 0; at < 50; at += 1) {
          const batch = { stream: 'matchers', partition, from: BigInt(at), to: BigInt(at + 1), first: at === 0 };
          const result = await store.windows.observe({ ...batch, observations: [seen(at * 4 + partition)] });
          if (result.kind === 'ok') alerts.push(...result.firings.flat().map(({ alertId }) => alertId));
        }
        return alerts;
      }),
    );
    const ids = new Set(results.flat());
    const summaries = await Promise.all([...ids].map((id) => matchers[0]?.windows.summary(id)));
    expect(summaries.reduce((sum, summary) => sum + (summary?.count ?? 0), 0)).toBe(200);
  });

  it('give the alerts of the definition over histories that share one connection each', async () => {
    const stores = await Promise.all([openReady(), openReady()]);
    await Promise.all(
      stores.map(({ windows }, at) => assertHistoriesAgree(windows, { seed: 100 + at, count: 300, concurrency: 32 })),
    );
  }, 60_000);
});
