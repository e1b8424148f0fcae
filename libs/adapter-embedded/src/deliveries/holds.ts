import type { Clock, DeliveryLedger, DeliveryState, HeldDelivery } from '@trailhound/ports';
import { isGuardMet } from '../checkpoint-store.js';
import { type Database, numberIn, textIn } from '../database/database.js';

/** What waits to be told together: a held delivery is a row like any other, and so is the digest that will tell it. */
export function createHolds(
  database: Database,
  clock: Clock,
): Pick<DeliveryLedger, 'hold' | 'members' | 'settle' | 'payloads'> {
  function add(delivery: HeldDelivery, state: 'pending' | 'held', digest: string | null, nowMs: number): void {
    const { id, alertId, destination, payload, dueMs, line } = delivery;
    database.change(
      `INSERT INTO deliveries
       (id, alert_id, destination, payload, state, due_ms, enqueued_ms, changed_ms, attempts, digest, line)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)`,
      ...[id, alertId, destination, payload, state, dueMs, nowMs, nowMs, digest, line],
    );
  }

  /** The part of the digest that takes more; made where there is none. Answers its id. */
  function openPart({ digest, destination }: HeldDelivery, from: number, nowMs: number): readonly [number, string] {
    for (let part = from; ; part += 1) {
      const id = part === 0 ? digest.id : `${digest.id}.${part}`;
      const row = database.row('SELECT state, attempts FROM deliveries WHERE id = ?', id);
      if (row && textIn(row, 'state') === 'pending' && numberIn(row, 'attempts') === 0) return [part, id];
      if (row) continue;
      database.change(
        `INSERT INTO deliveries
         (id, alert_id, destination, payload, state, due_ms, enqueued_ms, changed_ms, attempts)
         VALUES (?, ?, ?, ?, 'pending', ?, ?, ?, 0)`,
        ...[id, id, destination, digest.payload, part === 0 ? digest.dueMs : digest.laterMs, nowMs, nowMs],
      );
      return [part, id];
    }
  }

  function holdOne(delivery: HeldDelivery, nowMs: number): void {
    if (database.row('SELECT 1 FROM deliveries WHERE id = ?', delivery.id)) return;
    const { digest, atOnce } = delivery;
    const known = database.row('SELECT at_once, part FROM digests WHERE id = ?', digest.id);
    const went = known ? numberIn(known, 'at_once') : 0;
    const goes = went < atOnce;
    const [part, id] = goes ? [0, null] : openPart(delivery, known ? numberIn(known, 'part') : 0, nowMs);
    database.change(
      `INSERT INTO digests (id, at_once, part, changed_ms) VALUES (?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET at_once = excluded.at_once, part = excluded.part, changed_ms = excluded.changed_ms`,
      ...[digest.id, goes ? went + 1 : went, part, nowMs],
    );
    add(delivery, goes ? 'pending' : 'held', id, nowMs);
  }

  return {
    async hold(deliveries, guard) {
      const nowMs = clock.now();
      return database.grouped(() => {
        if (!isGuardMet(database, guard)) return false;
        for (const delivery of deliveries) holdOne(delivery, nowMs);
        return true;
      });
    },

    async members(digestId) {
      return database
        .rows('SELECT id, alert_id, line, state FROM deliveries WHERE digest = ? ORDER BY rowid', digestId)
        .map((row) => ({
          id: textIn(row, 'id'),
          alertId: textIn(row, 'alert_id'),
          line: textIn(row, 'line'),
          state: textIn(row, 'state') as DeliveryState,
        }));
    },

    async settle(digestId, ids, state, note) {
      const nowMs = clock.now();
      await database.grouped(() => {
        for (const id of ids) {
          database.change(
            `UPDATE deliveries SET state = ?, last_error = ?, changed_ms = ?
             WHERE id = ? AND digest = ? AND state IN ('held', 'dead')`,
            ...[state, note ?? null, nowMs, id, digestId],
          );
        }
      });
    },

    async payloads(ids) {
      const rows = database.rows(
        'SELECT id, payload FROM deliveries WHERE id IN (SELECT value FROM json_each(?))',
        JSON.stringify(ids),
      );
      return new Map(rows.map((row) => [textIn(row, 'id'), textIn(row, 'payload')]));
    },
  };
}
