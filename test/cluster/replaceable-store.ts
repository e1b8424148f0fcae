import { RedisStateStore } from '@trailhound/adapter-redis';
import type { StateStore } from '@trailhound/ports';
import { testLogger } from '@trailhound/testkit/vitest';

/** Stores on Redis whose members can be replaced one by one, as faults do it. */
export function replaceableStores() {
  const opened: RedisStateStore[] = [];
  return {
    async open(url: string, keyPrefix: string): Promise<StateStore> {
      const store = new RedisStateStore({ url, keyPrefix, logger: testLogger() });
      opened.push(store);
      await store.connection.ready();
      const { windows, deliveries, tallies, checkpoints } = store;
      return {
        ...{ windows, deliveries: bound(deliveries), tallies: bound(tallies), checkpoints: bound(checkpoints) },
        ping: () => store.ping(),
        close: () => store.close(),
      };
    },
    async close(): Promise<void> {
      await Promise.all(opened.splice(0).map((store) => store.close()));
    },
  };
}

function bound<T extends object>(store: T): T {
  const names = [...Object.keys(store), ...Object.getOwnPropertyNames(Object.getPrototypeOf(store))];
  const members = names.flatMap((name) => {
    const member: unknown = Reflect.get(store, name);
    return typeof member === 'function' && name !== 'constructor' ? [[name, member.bind(store)] as const] : [];
  });
  return Object.fromEntries(members) as unknown as T;
}
