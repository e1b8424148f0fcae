import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedStores } from '@trailhound/adapter-embedded';
import { RedisStateStore } from '@trailhound/adapter-redis';
import type { RecordLog, StateStore } from '@trailhound/ports';
import { systemClock } from '@trailhound/runtime';
import { startBenchCluster } from '../stream/bench-cluster.js';

/** What a notifier stands on for one trial; nothing is in it. */
export interface NotifyStores {
  readonly log: RecordLog;
  readonly state: StateStore;
  close(): Promise<void>;
}

/** Where notifiers are measured. */
export interface Ground {
  readonly name: 'embedded' | 'cluster';
  /** For the report. */
  readonly description: string;
  open(): Promise<NotifyStores>;
  stop(): Promise<void>;
}

export type GroundName = Ground['name'];
export const groundNames: readonly GroundName[] = ['embedded', 'cluster'];

export function openGround(name: GroundName): Promise<Ground> {
  switch (name) {
    case 'embedded':
      return Promise.resolve(embedded);
    case 'cluster':
      return cluster();
    default:
      return name satisfies never;
  }
}

/** As `trailhound up` has it: one file, of which every commit is on the disk before it is answered. */
const embedded: Ground = {
  name: 'embedded',
  description: 'log and ledger in one SQLite file, every commit flushed to the disk',
  async open() {
    const folder = mkdtempSync(join(tmpdir(), 'trailhound-bench-notify-'));
    const stores = openEmbeddedStores(folder, { clock: systemClock });
    return {
      ...stores,
      async close() {
        await stores.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  },
  stop: async () => undefined,
};

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** A Kafka and a Redis that flushes every write, on this machine. */
async function cluster(): Promise<Ground> {
  const services = await startBenchCluster();
  let opened = 0;
  return {
    name: 'cluster',
    description: 'the log on Kafka, the ledger on a Redis that flushes every write; both share the processors',
    async open() {
      opened += 1;
      const log = await services.openLog(`notify${opened}.`, 'kafkajs');
      const state = new RedisStateStore({ url: services.redisUrl, keyPrefix: `notify${opened}:`, logger: silent });
      await state.connection.ready();
      return {
        log,
        state,
        async close() {
          await state.close();
          await log.close();
        },
      };
    },
    stop: () => services.stop(),
  };
}
