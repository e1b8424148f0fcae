import type { Topic } from '@trailhound/contracts';
import type { LogMessage, LogRecord } from '@trailhound/ports';
import { type Database, numberIn, type Row, textIn } from '../database/database.js';

/**
 * The messages of the log, one partition a topic. Positions of a topic are consecutive and never used twice, also when
 * all its messages were deleted; times never go back, so that a position can be found by time.
 */
export class MessageTable {
  readonly #database: Database;
  readonly #ends = new Map<Topic, { next: number; loggedMs: number }>();

  constructor(database: Database) {
    this.#database = database;
    database.whenUndone(() => this.#ends.clear());
  }

  append(topic: Topic, messages: readonly LogMessage[], nowMs: number): void {
    const end = this.#end(topic);
    const loggedMs = Math.max(nowMs, end.loggedMs);
    this.#database.transaction(() => {
      for (const [at, { key, value, headers }] of messages.entries()) {
        this.#database.change(
          'INSERT INTO log_messages (topic, position, key, value, headers, logged_ms) VALUES (?, ?, ?, ?, ?, ?)',
          ...[topic, end.next + at, key, value, JSON.stringify(headers), loggedMs],
        );
      }
    });
    this.#ends.set(topic, { next: end.next + messages.length, loggedMs });
  }

  read(topic: Topic, from: number, limit: number): readonly LogRecord[] {
    return this.#database
      .rows(
        'SELECT * FROM log_messages WHERE topic = ? AND position >= ? ORDER BY position LIMIT ?',
        topic,
        from,
        limit,
      )
      .map(recordOf);
  }

  /** The first position there is, and the one the next message gets. */
  bounds(topic: Topic): { readonly first: number; readonly next: number } {
    const row = this.#database.row('SELECT min(position) AS first FROM log_messages WHERE topic = ?', topic);
    const { next } = this.#end(topic);
    return { first: typeof row?.first === 'number' ? row.first : next, next };
  }

  /** The first position logged at or after the time, or the end. */
  positionAt(topic: Topic, timeMs: number): number {
    let { first: low, next: high } = this.bounds(topic);
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((this.loggedMs(topic, middle) ?? Number.POSITIVE_INFINITY) < timeMs) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** When the message was logged; undefined where there is none. */
  loggedMs(topic: Topic, position: number): number | undefined {
    const row = this.#database.row(
      'SELECT logged_ms FROM log_messages WHERE topic = ? AND position = ?',
      topic,
      position,
    );
    return row && numberIn(row, 'logged_ms');
  }

  /** Deletes at most `limit` of the messages before a position, and tells how many. */
  deleteBefore(topic: Topic, position: number, limit: number): number {
    return this.#database.transaction(() => {
      const { first } = this.bounds(topic);
      const to = Math.min(position, first + limit);
      if (to <= first) return 0;
      this.#database.change('INSERT OR REPLACE INTO log_topics (topic, first_position) VALUES (?, ?)', topic, to);
      return this.#database.change('DELETE FROM log_messages WHERE topic = ? AND position < ?', topic, to);
    });
  }

  #end(topic: Topic): { readonly next: number; readonly loggedMs: number } {
    const known = this.#ends.get(topic);
    if (known !== undefined) return known;
    const last = this.#database.row(
      'SELECT position, logged_ms FROM log_messages WHERE topic = ? ORDER BY position DESC LIMIT 1',
      topic,
    );
    const kept = this.#database.row('SELECT first_position FROM log_topics WHERE topic = ?', topic);
    const end = last
      ? { next: numberIn(last, 'position') + 1, loggedMs: numberIn(last, 'logged_ms') }
      : { next: kept ? numberIn(kept, 'first_position') : 0, loggedMs: 0 };
    this.#ends.set(topic, end);
    return end;
  }
}

function recordOf(row: Row): LogRecord {
  let headers: Readonly<Record<string, string>> | undefined;
  return {
    key: textIn(row, 'key'),
    value: row.value instanceof Uint8Array ? row.value : null,
    header(name) {
      headers ??= JSON.parse(textIn(row, 'headers')) as Record<string, string>;
      return Object.hasOwn(headers, name) ? headers[name] : undefined;
    },
    offset: BigInt(numberIn(row, 'position')),
    timestampMs: numberIn(row, 'logged_ms'),
  };
}
