import {
  alertIndexContract,
  checkpointStoreContract,
  deliveryLedgerContract,
  realClock,
  recordLogContract,
  type Subject,
  tallyStoreContract,
  windowStoreContract,
} from '@trailhound/ports/contracts';
import { type EmbeddedOptions, type EmbeddedStores, openMemoryStores } from './embedded-stores.js';
import { maxMessageBytes } from './log/embedded-log.js';

async function inMemory<T>(
  port: (stores: EmbeddedStores) => T,
  options: Partial<EmbeddedOptions> = {},
): Promise<Subject<T>> {
  const stores = openMemoryStores({ clock: realClock, ...options });
  return { port: port(stores), close: () => stores.close() };
}

recordLogContract('the log in memory', () => inMemory((stores) => stores.log), { partitions: 1, maxMessageBytes });
windowStoreContract('the store in memory', (limits) => inMemory(({ state }) => state.windows, { limits }));
deliveryLedgerContract('the ledger in memory', () => inMemory(({ state }) => state));
checkpointStoreContract('the store in memory', () => inMemory(({ state }) => state.checkpoints));
tallyStoreContract('the tallies in memory', () => inMemory(({ state }) => state.tallies));
alertIndexContract('the index in memory', () => inMemory(({ alerts }) => alerts));
