import { type BucketSummary, type OverflowState, overflowDone } from '@trailhound/detection';
import { type Database, textIn } from '../database/database.js';

/** What was turned away for want of room, by the id of the alert that tells so. */
export class OverflowTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  read(alertId: string): OverflowState | undefined {
    const row = this.#database.row('SELECT state_json FROM window_overflows WHERE alert_id = ?', alertId);
    return row && (JSON.parse(textIn(row, 'state_json')) as OverflowState);
  }

  write(alertId: string, state: OverflowState): void {
    this.#database.change(
      'INSERT OR REPLACE INTO window_overflows (alert_id, state_json) VALUES (?, ?)',
      alertId,
      JSON.stringify(state),
    );
  }

  markDone(alertId: string): void {
    const state = this.read(alertId);
    if (state !== undefined) this.write(alertId, overflowDone(state));
  }

  /** A lower bound by nature: what is turned away is not told apart. */
  summary(alertId: string): BucketSummary | undefined {
    const state = this.read(alertId);
    if (state === undefined) return undefined;
    const { count, firstEventTimeMs, lastEventTimeMs, records } = state;
    return { count, countIsLowerBound: true, firstEventTimeMs, lastEventTimeMs, records };
  }
}
