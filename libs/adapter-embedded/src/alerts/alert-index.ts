import type { Alert, AlertChange } from '@trailhound/contracts';
import type { AlertFilter, AlertIndex, Clock } from '@trailhound/ports';
import { type Cell, type Database, numberIn, textIn } from '../database/database.js';
import { formatAlertCursor, parseAlertCursor } from './alert-cursor.js';

/** Alerts as rows; what the filters ask for stands in columns with indexes that give the order of the list. */
export function createAlertIndex(database: Database, clock: Clock): AlertIndex {
  return {
    async put(alerts) {
      const nowMs = clock.now();
      database.transaction(() => {
        for (const alert of alerts) {
          const { id, rule, severity, account, suppressedBy } = alert;
          database.change(
            `INSERT OR IGNORE INTO alerts (id, first_event_ms, rule, severity, account, is_suppressed, stored_ms, body)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
            ...[id, Date.parse(alert.firstEventTime), rule, severity, account],
            ...[Number(suppressedBy.length > 0), nowMs, JSON.stringify(alert)],
          );
        }
      });
    },

    async get(id) {
      const row = database.row('SELECT body FROM alerts WHERE id = ?', id);
      return row && (JSON.parse(textIn(row, 'body')) as Alert);
    },

    async list(filter, limit, cursor) {
      const { sql, cells } = conditions(filter, cursor);
      const rows = database.rows(
        `SELECT id, first_event_ms, body FROM alerts ${sql} ORDER BY first_event_ms DESC, id LIMIT ?`,
        ...cells,
        limit + 1,
      );
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      const next =
        rows.length > limit && last
          ? formatAlertCursor({ firstEventMs: numberIn(last, 'first_event_ms'), id: textIn(last, 'id') })
          : undefined;
      const alerts = page.map((row) => JSON.parse(textIn(row, 'body')) as Alert);
      return { alerts, ...(next !== undefined && { next }) };
    },

    async putChanges(changes) {
      database.transaction(() => {
        for (const change of changes) {
          database.change(
            `INSERT INTO alert_changes (alert_id, at_ms, body) VALUES (?, ?, ?)
             ON CONFLICT (alert_id) DO UPDATE SET at_ms = excluded.at_ms, body = excluded.body
             WHERE excluded.at_ms >= at_ms`,
            ...[change.alertId, Date.parse(change.at), JSON.stringify(change)],
          );
        }
      });
    },

    async changes(ids) {
      const found = ids.flatMap((id) => {
        const row = database.row('SELECT body FROM alert_changes WHERE alert_id = ?', id);
        return row ? [[id, JSON.parse(textIn(row, 'body')) as AlertChange] as const] : [];
      });
      return new Map(found);
    },

    async close() {},
  };
}

function conditions(filter: AlertFilter, cursor: string | undefined): { readonly sql: string; readonly cells: Cell[] } {
  const parts: string[] = [];
  const cells: Cell[] = [];
  const where = (sql: string, ...values: Cell[]) => {
    parts.push(sql);
    cells.push(...values);
  };
  if (!filter.suppressed) where('is_suppressed = 0');
  if (filter.rule !== undefined) where('rule = ?', filter.rule);
  if (filter.account !== undefined) where('account = ?', filter.account);
  if (filter.severity !== undefined) {
    where(`severity IN (${filter.severity.map(() => '?').join(', ')})`, ...filter.severity);
  }
  if (filter.fromMs !== undefined) where('first_event_ms >= ?', filter.fromMs);
  if (filter.toMs !== undefined) where('first_event_ms < ?', filter.toMs);
  if (cursor !== undefined) {
    const { firstEventMs, id } = parseAlertCursor(cursor);
    where('(first_event_ms < ? OR (first_event_ms = ? AND id > ?))', firstEventMs, firstEventMs, id);
  }
  return { sql: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`, cells };
}
