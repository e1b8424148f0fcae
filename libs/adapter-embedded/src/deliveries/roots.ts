import type { Clock, DeliveryLedger } from '@trailhound/ports';
import { type Database, textIn } from '../database/database.js';

/** Alerts that mute others, under what they have in common with those. */
export function createRoots(database: Database, clock: Clock): Pick<DeliveryLedger, 'noteRoots' | 'rootsOf'> {
  return {
    async noteRoots(roots) {
      const nowMs = clock.now();
      await database.grouped(() => {
        for (const { key, alertId, atMs } of roots) {
          const values = [key, alertId, atMs, nowMs] as const;
          database.change(
            'INSERT OR IGNORE INTO roots (key, alert_id, at_ms, noted_ms) VALUES (?, ?, ?, ?)',
            ...values,
          );
        }
      });
    },

    async rootsOf(spans) {
      return spans.map(({ keys, fromMs, toMs }) => {
        const row = database.row(
          `SELECT alert_id FROM roots WHERE key IN (SELECT value FROM json_each(?)) AND at_ms BETWEEN ? AND ?
           ORDER BY at_ms, alert_id LIMIT 1`,
          ...[JSON.stringify(keys), fromMs, toMs],
        );
        return row && textIn(row, 'alert_id');
      });
    },
  };
}
