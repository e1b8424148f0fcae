import { type Topic, topics } from '@trailhound/contracts';
import type { WindowLimits } from '@trailhound/detection';
import type { Database } from './database/database.js';
import type { GroupPositions } from './log/group-positions.js';
import type { MessageTable } from './log/message-table.js';
import { cleanUpWindows } from './windows/clean-up-windows.js';

const dayMs = 24 * 3_600_000;

/** How long things are kept, in milliseconds. */
export interface Retention {
  /** Messages of the log, by topic; a topic that is not named keeps its messages for ever. */
  readonly messagesMs: Readonly<Partial<Record<Topic, number>>>;
  /** Alerts: that they fired, what is known of them, and their place in the index. */
  readonly alertsMs: number;
  /** Deliveries at an end. */
  readonly deliveriesMs: number;
}

export const defaultRetention: Retention = {
  messagesMs: {
    [topics.records]: 7 * dayMs,
    [topics.alerts]: 35 * dayMs,
    [topics.changes]: 35 * dayMs,
    [topics.deliveries]: 35 * dayMs,
    [topics.quarantine]: 30 * dayMs,
    [topics.deadLetters]: 30 * dayMs,
  },
  alertsMs: 35 * dayMs,
  deliveriesMs: 35 * dayMs,
};

/** Most rows of one kind deleted at once, so that nobody else waits long. */
const rowsAtOnce = 2_000;

export interface CleanUpParts {
  readonly database: Database;
  readonly messages: MessageTable;
  readonly positions: GroupPositions;
  readonly limits: WindowLimits;
  readonly retention: Retention;
}

/**
 * Deletes some of what is past its time and tells how many rows went; 0 when nothing is left to do. A message that a
 * consumer group has not committed stays, unless that group committed nothing for as long as the topic is kept: then
 * nobody reads it any more.
 */
export function cleanUpSome({ database, messages, positions, limits, retention }: CleanUpParts, nowMs: number): number {
  let rows = 0;
  for (const [topic, keptMs] of Object.entries(retention.messagesMs) as [Topic, number][]) {
    const oldestMs = nowMs - keptMs;
    const needed = positions.least(topic, oldestMs) ?? Number.POSITIVE_INFINITY;
    rows += messages.deleteBefore(topic, Math.min(messages.positionAt(topic, oldestMs), needed), rowsAtOnce);
  }
  rows += cleanUpWindows(database, limits, nowMs, nowMs - retention.alertsMs, rowsAtOnce);
  rows += database.change(
    'DELETE FROM alerts WHERE row IN (SELECT row FROM alerts WHERE stored_ms < ? LIMIT ?)',
    nowMs - retention.alertsMs,
    rowsAtOnce,
  );
  rows += database.change(
    `DELETE FROM alert_changes WHERE alert_id IN
     (SELECT alert_id FROM alert_changes WHERE at_ms < ? LIMIT ?)`,
    nowMs - retention.alertsMs,
    rowsAtOnce,
  );
  rows += database.change(
    `DELETE FROM deliveries WHERE rowid IN
     (SELECT rowid FROM deliveries WHERE state IN ('delivered', 'dead', 'muted') AND changed_ms < ? LIMIT ?)`,
    nowMs - retention.deliveriesMs,
    rowsAtOnce,
  );
  rows += database.change(
    'DELETE FROM digests WHERE id IN (SELECT id FROM digests WHERE changed_ms < ? LIMIT ?)',
    nowMs - retention.deliveriesMs,
    rowsAtOnce,
  );
  rows += database.change(
    'DELETE FROM roots WHERE (key, alert_id) IN (SELECT key, alert_id FROM roots WHERE noted_ms < ? LIMIT ?)',
    nowMs - retention.deliveriesMs,
    rowsAtOnce,
  );
  rows += database.change(
    'DELETE FROM tallies WHERE (tally, uid) IN (SELECT tally, uid FROM tallies WHERE expires_ms < ? LIMIT ?)',
    nowMs,
    rowsAtOnce,
  );
  if (rows > 0) database.row('PRAGMA incremental_vacuum(4000)');
  return rows;
}
