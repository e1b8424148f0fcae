import type { CheckpointGuard, CheckpointStore } from '@trailhound/ports';
import { type Database, textIn } from './database/database.js';

/** Whether the guard holds, or there is none. */
export function isGuardMet(database: Database, guard: CheckpointGuard | undefined): boolean {
  return guard === undefined || storedIn(database, guard.scope, guard.key) === guard.value;
}

function storedIn(database: Database, scope: string, key: string): string | undefined {
  const row = database.row('SELECT value FROM checkpoints WHERE scope = ? AND key = ?', scope, key);
  return row && textIn(row, 'value');
}

export function createCheckpointStore(database: Database): CheckpointStore {
  const storedAt = (scope: string, key: string) => storedIn(database, scope, key);

  function put(scope: string, key: string, value: string): void {
    database.change('INSERT OR REPLACE INTO checkpoints (scope, key, value) VALUES (?, ?, ?)', scope, key, value);
  }

  return {
    async get(scope, key) {
      return storedAt(scope, key);
    },
    async set(scope, key, value) {
      await database.grouped(() => put(scope, key, value));
    },
    async replace(scope, key, expected, value) {
      return database.grouped(() => {
        if (storedAt(scope, key) !== expected) return false;
        put(scope, key, value);
        return true;
      });
    },
  };
}
