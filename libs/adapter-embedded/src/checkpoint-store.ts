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
    async replace(scope, key, expected, value) {
      // One process has the database, and nothing else runs between these two.
      const row = database.row('SELECT value FROM checkpoints WHERE scope = ? AND key = ?', scope, key);
      if ((row && textIn(row, 'value')) !== expected) return false;
      database.change('INSERT OR REPLACE INTO checkpoints (scope, key, value) VALUES (?, ?, ?)', scope, key, value);
      return true;
    },
  };
}
