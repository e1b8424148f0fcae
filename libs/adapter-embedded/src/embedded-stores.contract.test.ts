import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
import { type EmbeddedOptions, type EmbeddedStores, openEmbeddedStores } from './embedded-stores.js';
import { maxMessageBytes } from './log/embedded-log.js';

/** Stores in a folder of their own; a copy of its files at a moment is what a process killed then leaves behind. */
async function onDisk<T>(
  port: (stores: EmbeddedStores) => T,
  options: Partial<EmbeddedOptions> = {},
): Promise<Subject<T>> {
  const root = mkdtempSync(join(tmpdir(), 'trailhound-embedded-'));
  const opened: EmbeddedStores[] = [];
  const open = (directory: string): T => {
    // Flushing each commit to the disk would only slow the suite down: a killed process does not need it.
    const stores = openEmbeddedStores(directory, { clock: realClock, durability: 'process-crash', ...options });
    opened.push(stores);
    return port(stores);
  };
  return {
    port: open(join(root, 'before')),
    async afterKill() {
      cpSync(join(root, 'before'), join(root, 'after'), { recursive: true });
      return open(join(root, 'after'));
    },
    async close() {
      for (const stores of opened) await stores.close();
      rmSync(root, { recursive: true });
    },
  };
}

const log = ({ log: port }: EmbeddedStores) => port;
const windows = ({ state }: EmbeddedStores) => state.windows;

recordLogContract('the embedded log', () => onDisk(log), { partitions: 1, maxMessageBytes });
windowStoreContract('the embedded store', (limits) => onDisk(windows, { limits }), { histories: { count: 2_000 } });
deliveryLedgerContract('the embedded ledger', () => onDisk(({ state }) => state));
checkpointStoreContract('the embedded store', () => onDisk(({ state }) => state.checkpoints));
tallyStoreContract('the embedded tallies', () => onDisk(({ state }) => state.tallies));
alertIndexContract('the embedded index', () => onDisk(({ alerts }) => alerts));
