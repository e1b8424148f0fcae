import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEmbeddedStores } from '@trailhound/adapter-embedded';
import { RedisStateStore } from '@trailhound/adapter-redis';
import type { Clock, StateStore } from '@trailhound/ports';
import { startRedis } from '@trailhound/testkit/launchers';
import { Redis } from 'ioredis';

/** A state store, what it takes up, and the least that its engine could be asked to do. */
export interface StoreUnderTest {
  readonly name: 'redis' | 'embedded';
  readonly state: StateStore;
  /** Bytes that what is stored takes up now. */
  storedBytes(): Promise<number>;
  /** Adds one to a counter of its own for each of `updates`, in batches; answers updates a second. */
  bareUpdates(updates: number, batch: number): Promise<number>;
  stop(): Promise<void>;
}

const clock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => void (await sleep(ms, undefined, signal && { signal }).catch(() => undefined)),
};
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** A Redis of its own with the settings the product asks for: every write is on the disk before it is answered. */
export async function redisUnderTest(): Promise<StoreUnderTest> {
  const server = await startRedis();
  const state = new RedisStateStore({ url: server.url, keyPrefix: 'bench:', logger: silent });
  await state.connection.ready(new AbortController().signal);
  const client = new Redis(server.url);
  return {
    name: 'redis',
    state,
    async storedBytes() {
      const used = /used_memory:(\d+)/.exec(await client.info('memory'))?.[1];
      return Number(used);
    },
    async bareUpdates(updates, batch) {
      const start = performance.now();
      for (let done = 0; done < updates; done += batch) {
        const pipeline = client.pipeline();
        for (let n = done; n < Math.min(updates, done + batch); n++) pipeline.incr(`bare:${n}`);
        await pipeline.exec();
      }
      const perSecond = updates / ((performance.now() - start) / 1000);
      for (let done = 0; done < updates; done += batch)
        await client.del(...Array.from({ length: batch }, (_, n) => `bare:${done + n}`));
      return perSecond;
    },
    async stop() {
      client.disconnect();
      await state.close();
      await server.stop();
    },
  };
}

/** The store of one process on a folder of its own: every batch is on the disk before it is answered. */
export async function embeddedUnderTest(): Promise<StoreUnderTest> {
  const folder = mkdtempSync(join(tmpdir(), 'trailhound-bench-'));
  const stores = openEmbeddedStores(join(folder, 'data'), { clock });
  return {
    name: 'embedded',
    state: stores.state,
    storedBytes: async () => folderBytes(join(folder, 'data')),
    async bareUpdates(updates, batch) {
      const database = new DatabaseSync(join(folder, 'bare.sqlite'));
      database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
      database.exec('CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER)');
      const add = database.prepare(
        'INSERT INTO counters VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET value = value + 1',
      );
      const start = performance.now();
      for (let done = 0; done < updates; done += batch) {
        database.exec('BEGIN');
        for (let n = done; n < Math.min(updates, done + batch); n++) add.run(`bare:${n}`);
        database.exec('COMMIT');
      }
      const perSecond = updates / ((performance.now() - start) / 1000);
      database.close();
      return perSecond;
    },
    async stop() {
      await stores.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** What lies in the database and in its journal. */
function folderBytes(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}
