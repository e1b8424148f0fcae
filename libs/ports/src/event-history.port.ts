/** Events of management, or what CloudTrail Insights found; the API answers one kind at a time. */
export type HistoryCategory = 'management' | 'insight';

/** A part of an event history; both ends are whole seconds, in epoch milliseconds, and belong to it. */
export interface HistorySlice {
  readonly category: HistoryCategory;
  readonly fromMs: number;
  readonly toMs: number;
}

export interface HistoryEvent {
  /** Undefined where the API gives none. */
  readonly id: string | undefined;
  /** The record, JSON as AWS wrote it; undefined where the API gives none. */
  readonly record: string | undefined;
}

/** Some events of a slice, the newest first. */
export interface HistoryPage {
  readonly events: readonly HistoryEvent[];
  /** Asks for the page after this one; undefined on the last. */
  readonly next: string | undefined;
}

/** Why a history did not answer. Each may heal: a permission, a limit of requests, a network. Wait and try again. */
export class EventHistoryError extends Error {
  override readonly name = 'EventHistoryError';
  constructor(
    readonly kind: 'access_denied' | 'throttled' | 'environment',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What CloudTrail remembers of one account in one region without any trail, for 90 days. */
export interface EventHistory {
  readonly region: string;
  /** ARN of the role it is asked under; undefined for the process's own credentials. */
  readonly role: string | undefined;
  /** One page of a slice; `next` is that of the page before, of the same slice. Rejects with an EventHistoryError. */
  page(slice: HistorySlice, next: string | undefined, signal: AbortSignal): Promise<HistoryPage>;
  close(): Promise<void>;
}
