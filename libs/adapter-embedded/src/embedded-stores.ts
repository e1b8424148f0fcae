import { defaultWindowLimits, type WindowLimits } from '@trailhound/detection';
import type { AlertIndex, Clock, RecordLog, StateStore } from '@trailhound/ports';
import { createAlertIndex } from './alerts/alert-index.js';
import { createCheckpointStore } from './checkpoint-store.js';
import { cleanUpSome, defaultRetention, type Retention } from './clean-up.js';
import type { Database } from './database/database.js';
import { type Durability, openDatabase, openMemoryDatabase } from './database/open-database.js';
import { createDeliveryLedger } from './deliveries/delivery-ledger.js';
import { createEmbeddedLog } from './log/embedded-log.js';
import { GroupPositions } from './log/group-positions.js';
import { MessageTable } from './log/message-table.js';
import { createTallyStore } from './tally-store.js';
import { BucketCache } from './windows/bucket-cache.js';
import { GroupTable } from './windows/group-table.js';
import { createWindowStore } from './windows/window-store.js';

export interface EmbeddedOptions {
  readonly clock: Clock;
  /** What a commit survives. Default `power-loss`. */
  readonly durability?: Durability;
  readonly retention?: Retention;
  readonly limits?: Partial<WindowLimits>;
  /** Told when cleaning up failed; it is tried again. */
  readonly onCleanUpFailure?: (error: unknown) => void;
}

/** All an installation of one process stores. */
export interface EmbeddedStores {
  readonly log: RecordLog;
  readonly state: StateStore;
  readonly alerts: AlertIndex;
  /** Deletes what is past its time now; also done by itself every ten minutes. Tells how many rows went. */
  cleanUp(): Promise<number>;
  /** Ends reading and closes the file. The stores' own `close` leaves the file to the others. */
  close(): Promise<void>;
}

const cleanUpEveryMs = 10 * 60_000;

/**
 * Opens log, state and alert index of a data folder, which is made where it is missing. Everything lies in one SQLite
 * file and survives kill -9 at any moment. Throws `STORE_IN_USE`, `STORE_VERSION` or `STORE_UNAVAILABLE` as a sentence
 * for the person who started the process.
 */
export function openEmbeddedStores(directory: string, options: EmbeddedOptions): EmbeddedStores {
  return assemble(openDatabase(directory, options.durability ?? 'power-loss'), options);
}

/** The same without a file: for one run over finite input, and for tests. */
export function openMemoryStores(options: EmbeddedOptions): EmbeddedStores {
  return assemble(openMemoryDatabase(), options);
}

/** State for one run over finite input, and for tests. */
export function memoryStateStore(options: EmbeddedOptions): StateStore {
  const stores = openMemoryStores(options);
  return { ...stores.state, close: () => stores.close() };
}

/** A log for one run over finite input, and for tests. */
export function memoryRecordLog(options: EmbeddedOptions): RecordLog {
  const stores = openMemoryStores(options);
  return { ...stores.log, close: () => stores.close() };
}

function assemble(database: Database, options: EmbeddedOptions): EmbeddedStores {
  const { clock, retention = defaultRetention } = options;
  const limits: WindowLimits = { ...defaultWindowLimits, ...options.limits };
  const messages = new MessageTable(database);
  const positions = new GroupPositions(database);
  const groups = new GroupTable(database, limits.groupsPerRule);
  const buckets = new BucketCache(database);
  const log = createEmbeddedLog({ database, messages, positions, clock });
  const closing = new AbortController();

  async function cleanUp(): Promise<number> {
    let total = 0;
    while (!closing.signal.aborted) {
      const rows = cleanUpSome({ database, messages, positions, limits, retention }, clock.now());
      if (rows === 0) break;
      total += rows;
      groups.forget();
      buckets.forget();
      await clock.sleep(0, closing.signal);
    }
    return total;
  }

  async function cleanUpUntilClosed(): Promise<void> {
    while (!closing.signal.aborted) {
      await clock.sleep(cleanUpEveryMs, closing.signal);
      if (!closing.signal.aborted) await cleanUp().catch((error: unknown) => options.onCleanUpFailure?.(error));
    }
  }
  const cleaning = cleanUpUntilClosed();

  return {
    log,
    state: {
      windows: createWindowStore({ database, groups, buckets, clock, limits }),
      deliveries: createDeliveryLedger(database, clock),
      tallies: createTallyStore(database, clock),
      checkpoints: createCheckpointStore(database),
      ping: () => log.ping(),
      async close() {},
    },
    alerts: createAlertIndex(database, clock),
    cleanUp,
    async close() {
      closing.abort();
      await log.close();
      await cleaning;
      database.close();
    },
  };
}
