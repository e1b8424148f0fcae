import type { CheckpointStore, StateStore } from '@trailhound/ports';
import { checkpointKey } from './checkpoint-key.js';
import { RedisConnection } from './redis-connection.js';
import { RedisDeliveryLedger } from './redis-delivery-ledger.js';
import type { RedisOptions } from './redis-options.js';
import { RedisTallyStore } from './redis-tally-store.js';
import { RedisWindowStore } from './redis-window-store.js';

/** The StateStore on one Redis primary. Nothing waits here: while Redis is away every call rejects with STORE_UNAVAILABLE. */
export class RedisStateStore implements StateStore {
  readonly windows: RedisWindowStore;
  readonly deliveries: RedisDeliveryLedger;
  readonly tallies: RedisTallyStore;
  readonly checkpoints: CheckpointStore;
  readonly connection: RedisConnection;

  constructor(options: RedisOptions) {
    const connection = new RedisConnection(options);
    this.connection = connection;
    this.windows = new RedisWindowStore(connection, options);
    this.deliveries = new RedisDeliveryLedger(connection);
    this.tallies = new RedisTallyStore(connection);
    const key = (scope: string) => checkpointKey(connection.prefix, scope);
    this.checkpoints = {
      get: async (scope, name) => (await connection.run((client) => client.hget(key(scope), name))) ?? undefined,
      set: async (scope, name, value) => {
        await connection.run((client) => client.hset(key(scope), name, value));
      },
      replace: async (scope, name, expected, value) => {
        const args = [name, expected === undefined ? '0' : '1', expected ?? '', value];
        return (await connection.script('replaceCheckpoint', [key(scope)], args)) === 1;
      },
    };
  }

  async ping(): Promise<void> {
    await this.connection.run((client) => client.ping());
  }

  close(): Promise<void> {
    return this.connection.close();
  }
}
