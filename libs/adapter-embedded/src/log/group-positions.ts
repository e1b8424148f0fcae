import type { Topic } from '@trailhound/contracts';
import { type Database, numberIn } from '../database/database.js';

/** How far each consumer group has committed. */
export class GroupPositions {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  committed(topic: Topic, group: string): number | undefined {
    const row = this.#database.row(
      'SELECT next_position FROM log_groups WHERE topic = ? AND consumer_group = ?',
      topic,
      group,
    );
    return row && numberIn(row, 'next_position');
  }

  commit(topic: Topic, group: string, nextPosition: number, nowMs: number): void {
    this.#database.change(
      'INSERT OR REPLACE INTO log_groups (topic, consumer_group, next_position, committed_ms) VALUES (?, ?, ?, ?)',
      ...[topic, group, nextPosition, nowMs],
    );
  }

  /** The least position committed by groups that committed since then; undefined when there is no such group. */
  least(topic: Topic, committedSinceMs: number): number | undefined {
    const row = this.#database.row(
      'SELECT min(next_position) AS least FROM log_groups WHERE topic = ? AND committed_ms >= ?',
      topic,
      committedSinceMs,
    );
    return typeof row?.least === 'number' ? row.least : undefined;
  }
}
