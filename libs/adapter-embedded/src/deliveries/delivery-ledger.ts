import type { ClaimedDelivery, Clock, DeliveryLedger, DeliveryState, DeliveryStatus } from '@trailhound/ports';
import { isGuardMet } from '../checkpoint-store.js';
import { type Cell, type Database, numberIn, type Row, textIn } from '../database/database.js';
import { createHolds } from './holds.js';
import { createRoots } from './roots.js';

/**
 * The ledger as a table. A delivery in flight keeps the end of its lease in `due_ms`: a lease that ran out is due again,
 * so nothing has to look for abandoned ones.
 */
export function createDeliveryLedger(database: Database, clock: Clock): DeliveryLedger {
  /** Whether a change met the delivery it was for. */
  async function changed(sql: string, ...cells: Cell[]): Promise<boolean> {
    return (await database.grouped(() => database.change(sql, ...cells))) === 1;
  }

  return {
    ...createHolds(database, clock),
    ...createRoots(database, clock),

    async enqueue(deliveries, guard) {
      const nowMs = clock.now();
      return database.grouped(() => {
        if (!isGuardMet(database, guard)) return false;
        for (const { id, alertId, destination, payload, dueMs } of deliveries) {
          database.change(
            `INSERT OR IGNORE INTO deliveries
             (id, alert_id, destination, payload, state, due_ms, enqueued_ms, changed_ms, attempts)
             VALUES (?, ?, ?, ?, 'pending', ?, ?, ?, 0)`,
            ...[id, alertId, destination, payload, dueMs, nowMs, nowMs],
          );
        }
        return true;
      });
    },

    async claim({ destination, limit, nowMs, leaseMs, token }) {
      return database.grouped(() => {
        const due = database.rows(
          `SELECT * FROM deliveries
           WHERE destination = ? AND state IN ('pending', 'inflight') AND due_ms <= ?
           ORDER BY due_ms, rowid LIMIT ?`,
          ...[destination, nowMs, limit],
        );
        for (const row of due) {
          database.change(
            `UPDATE deliveries SET state = 'inflight', attempts = attempts + 1, token = ?, due_ms = ?, changed_ms = ? WHERE id = ?`,
            ...[token, nowMs + leaseMs, nowMs, textIn(row, 'id')],
          );
        }
        return due.map(claimed);
      });
    },

    async extend(id, token, untilMs) {
      return changed(
        `UPDATE deliveries SET due_ms = ?, changed_ms = ? WHERE id = ? AND token = ? AND state = 'inflight'`,
        ...[untilMs, clock.now(), id, token],
      );
    },

    async rewrite(id, token, payload) {
      return changed(
        `UPDATE deliveries SET payload = ? WHERE id = ? AND token = ? AND state = 'inflight'`,
        ...[payload, id, token],
      );
    },

    async finish(id, token, state, note) {
      return changed(
        `UPDATE deliveries SET state = ?, last_error = ?, token = NULL, changed_ms = ?
         WHERE id = ? AND token = ? AND state = 'inflight'`,
        ...[state, note ?? null, clock.now(), id, token],
      );
    },

    async reschedule(id, token, dueMs, error) {
      return changed(
        `UPDATE deliveries SET state = 'pending', due_ms = ?, last_error = ?, token = NULL, changed_ms = ?
         WHERE id = ? AND token = ? AND state = 'inflight'`,
        ...[dueMs, error, clock.now(), id, token],
      );
    },

    async replay(id, dueMs) {
      return database.grouped(() => {
        database.change(
          `UPDATE deliveries SET last_error = CASE state WHEN 'muted' THEN NULL ELSE last_error END,
             state = 'pending', due_ms = ?, changed_ms = ?, replays = replays + 1
           WHERE id = ? AND state IN ('delivered', 'dead', 'muted')`,
          ...[dueMs, clock.now(), id],
        );
        return database.row('SELECT 1 FROM deliveries WHERE id = ?', id) !== undefined;
      });
    },

    async status(id) {
      const row = database.row('SELECT * FROM deliveries WHERE id = ?', id);
      return row && statusOf(row);
    },

    async open(limit) {
      return database
        .rows(
          `SELECT * FROM deliveries WHERE state IN ('pending', 'inflight') ORDER BY enqueued_ms, rowid LIMIT ?`,
          limit,
        )
        .map(statusOf);
    },

    async nextDueMs(destinations) {
      // One look into the index for each: a question about all at once would walk over everything that is open.
      const next = destinations.flatMap((destination): [string, number][] => {
        const row = database.row(
          `SELECT due_ms FROM deliveries WHERE destination = ? AND state IN ('pending', 'inflight') ORDER BY due_ms LIMIT 1`,
          destination,
        );
        return row === undefined ? [] : [[destination, numberIn(row, 'due_ms')]];
      });
      return new Map(next);
    },
  };
}

function claimed(row: Row): ClaimedDelivery {
  return {
    id: textIn(row, 'id'),
    alertId: textIn(row, 'alert_id'),
    destination: textIn(row, 'destination'),
    payload: textIn(row, 'payload'),
    dueMs: numberIn(row, 'due_ms'),
    enqueuedMs: numberIn(row, 'enqueued_ms'),
    attempt: numberIn(row, 'attempts') + 1,
    replays: numberIn(row, 'replays'),
  };
}

function statusOf(row: Row): DeliveryStatus {
  const state = textIn(row, 'state') as DeliveryState;
  const isOpen = state === 'pending' || state === 'inflight';
  return {
    id: textIn(row, 'id'),
    alertId: textIn(row, 'alert_id'),
    destination: textIn(row, 'destination'),
    state,
    attempts: numberIn(row, 'attempts'),
    ...(row.last_error !== null && { [state === 'muted' ? 'mutedBy' : 'lastError']: textIn(row, 'last_error') }),
    ...(isOpen && { dueMs: numberIn(row, 'due_ms') }),
  };
}
