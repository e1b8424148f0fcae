import type { Alert, AlertChange, Severity } from '@trailhound/contracts';

export interface AlertFilter {
  readonly rule?: string;
  readonly severity?: readonly Severity[];
  readonly account?: string;
  /** On the first event's time, epoch milliseconds: from inclusive, to exclusive. */
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Include the marked alerts of suppressed records. */
  readonly suppressed: boolean;
}

export interface AlertPage {
  readonly alerts: readonly Alert[];
  /** Opaque; absent on the last page. */
  readonly next?: string;
}

/** Alerts as the console looks them up: built from the topic `alerts`, one entry an id, the first message wins. */
export interface AlertIndex {
  put(alerts: readonly Alert[]): Promise<void>;
  get(id: string): Promise<Alert | undefined>;
  /** Newest event first. Rejects with `CURSOR_INVALID` for a cursor it did not issue. */
  list(filter: AlertFilter, limit: number, cursor?: string): Promise<AlertPage>;
  /** Takes in what people did; of several changes to one alert the latest by its `at` holds, in whatever order they come. */
  putChanges(changes: readonly AlertChange[]): Promise<void>;
  /** The change that holds for each of these alerts; those nobody touched are absent. */
  changes(ids: readonly string[]): Promise<ReadonlyMap<string, AlertChange>>;
  close(): Promise<void>;
}
