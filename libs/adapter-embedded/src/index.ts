export { defaultRetention, type Retention } from './clean-up.js';
export type { Durability } from './database/open-database.js';
export {
  type EmbeddedOptions,
  type EmbeddedStores,
  memoryRecordLog,
  memoryStateStore,
  openEmbeddedStores,
  openMemoryStores,
} from './embedded-stores.js';
export { type ManualClock, manualClock } from './manual-clock.js';
