import { maxTallyEntries } from '@trailhound/contracts';
import type { Clock, TallyStore } from '@trailhound/ports';
import { type Database, numberIn, textIn } from './database/database.js';

/** Tallies as a table; what is past its time goes when the database is cleaned up. */
export function createTallyStore(database: Database, clock: Clock): TallyStore {
  function sizeOf(key: string): number {
    const row = database.row('SELECT count(*) AS entries FROM tallies WHERE tally = ?', key);
    return row === undefined ? 0 : numberIn(row, 'entries');
  }

  return {
    async add(records) {
      const nowMs = clock.now();
      await database.grouped(() => {
        const sizes = new Map<string, number>();
        for (const { key, uid, entry, keepMs } of records) {
          const size = sizes.get(key) ?? sizeOf(key);
          if (size >= maxTallyEntries) continue;
          const added = database.change(
            'INSERT OR IGNORE INTO tallies (tally, uid, entry, expires_ms) VALUES (?, ?, ?, ?)',
            ...[key, uid, entry, nowMs + keepMs],
          );
          sizes.set(key, size + added);
        }
      });
    },
    async read(key) {
      return database.rows('SELECT entry FROM tallies WHERE tally = ?', key).map((row) => textIn(row, 'entry'));
    },
  };
}
