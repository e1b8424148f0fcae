import { summarizeAlert, type WindowLimits } from '@trailhound/detection';
import { type Database, numberIn, textIn } from '../database/database.js';
import { readBuckets } from './bucket-rows.js';
import { type StoredGroup, storedGroup } from './group-table.js';

/**
 * Drops the counts of groups whose time is over, at most `limit` groups, and alerts older than `alertsBeforeMs`, at most
 * `limit`. What was known of an alert is kept as its last summary for as long as the alert is. Tells how many groups and
 * alerts went; whoever holds groups or buckets in memory must forget them.
 */
export function cleanUpWindows(
  database: Database,
  limits: WindowLimits,
  nowMs: number,
  alertsBeforeMs: number,
  limit: number,
): number {
  return database.transaction(() => {
    const expired = database.rows(
      'SELECT * FROM window_groups WHERE is_live = 1 AND expires_ms < ? LIMIT ?',
      nowMs,
      limit,
    );
    for (const row of expired) {
      const stored = storedGroup(row);
      freezeSummaries(database, stored, limits);
      for (const table of [
        'window_entries',
        'window_values',
        'window_partial_buckets',
        'window_correlations',
        'window_awaited',
        'window_awaited_alerts',
      ]) {
        database.change(`DELETE FROM ${table} WHERE window_group = ?`, stored.row);
      }
      database.change('UPDATE window_groups SET is_live = 0 WHERE id = ?', stored.row);
    }
    // A pending alert is not in the log yet: it stays however old.
    const alerts = database.change(
      `DELETE FROM window_alerts WHERE alert_id IN
       (SELECT alert_id FROM window_alerts WHERE at_ms < ? AND state = 'done' LIMIT ?)`,
      ...[alertsBeforeMs, limit],
    );
    database.change(
      `DELETE FROM window_groups WHERE id IN (SELECT id FROM window_groups WHERE is_live = 0 AND NOT EXISTS
       (SELECT 1 FROM window_alerts WHERE window_group = window_groups.id) LIMIT ?)`,
      limit,
    );
    return expired.length + alerts;
  });
}

function freezeSummaries(database: Database, stored: StoredGroup, limits: WindowLimits): void {
  for (const alert of database.rows(
    'SELECT * FROM window_alerts WHERE window_group = ? AND last_summary IS NULL',
    stored.row,
  )) {
    const bucket = numberIn(alert, 'bucket');
    const state = readBuckets(database, stored, bucket - 1, bucket);
    const summary = summarizeAlert(
      stored.group,
      state,
      stored.counting,
      { bucket, marked: alert.suppressed === 1 },
      limits,
    );
    if (summary === undefined) continue;
    database.change(
      'UPDATE window_alerts SET last_summary = ? WHERE alert_id = ?',
      JSON.stringify(summary),
      textIn(alert, 'alert_id'),
    );
  }
}
