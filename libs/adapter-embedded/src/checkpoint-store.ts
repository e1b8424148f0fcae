import type { CheckpointStore } from '@trailhound/ports';
import { type Database, textIn } from './database/database.js';

export function createCheckpointStore(database: Database): CheckpointStore {
  return {
    async get(scope, key) {
      const row = database.row('SELECT value FROM checkpoints WHERE scope = ? AND key = ?', scope, key);
      return row && textIn(row, 'value');
    },
    async set(scope, key, value) {
      database.change('INSERT OR REPLACE INTO checkpoints (scope, key, value) VALUES (?, ?, ?)', scope, key, value);
    },
  };
}
