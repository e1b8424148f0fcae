import type { WindowLimits } from '@trailhound/detection';
import {
  checkpointStoreContract,
  deliveryLedgerContract,
  type Subject,
  tallyStoreContract,
  windowStoreContract,
} from '@trailhound/ports/contracts';
import { startRedis } from '@trailhound/testkit/launchers';
import { testLogger, testService } from '@trailhound/testkit/vitest';
import { RedisStateStore } from './index.js';

const redis = testService(() => startRedis());
let stores = 0;

/** A store under keys of its own. What a killed process leaves behind is what another connection finds. */
async function onRedis<T>(
  port: (store: RedisStateStore) => T,
  limits: Partial<WindowLimits> = {},
): Promise<Subject<T>> {
  stores += 1;
  const keyPrefix = `contract-${stores}:`;
  const opened: RedisStateStore[] = [];
  const open = async () => {
    const store = new RedisStateStore({ url: redis.get().url, keyPrefix, limits, logger: testLogger() });
    opened.push(store);
    await store.connection.ready();
    return port(store);
  };
  return {
    port: await open(),
    afterKill: open,
    async close() {
      for (const store of opened) await store.close();
    },
  };
}

const tenThousandAtOnce = { histories: { count: 10_000, concurrency: 64 }, historiesTimeoutMs: 240_000 };

windowStoreContract('Redis', (limits) => onRedis(({ windows }) => windows, limits), tenThousandAtOnce);
deliveryLedgerContract('Redis', () => onRedis((store) => store));
tallyStoreContract('Redis', () => onRedis(({ tallies }) => tallies));
checkpointStoreContract('Redis', () => onRedis(({ checkpoints }) => checkpoints));
