import { type AlertMark, compactEvery } from '../bucket-state.js';
import type { CorrelationEntry } from './correlation-entry.js';

/** All state of a correlation's group in one bucket, as plain data. */
export interface CorrelationBucket {
  readonly kind: 'correlate';
  /** Sorted by `compareEntries`. */
  readonly entries: readonly CorrelationEntry[];
  /** Entries were dropped: what is known of the bucket is a lower bound. */
  readonly isPartial: boolean;
  /** The alert people see; absent until it is due. */
  readonly normal?: AlertMark;
  /** The marked alert: what would have fired, had nothing been suppressed. */
  readonly marked?: AlertMark;
  /** Size at which superfluous entries are next looked for; bookkeeping that need not be stored. */
  readonly compactAt: number;
}

export const emptyCorrelationBucket: CorrelationBucket = {
  kind: 'correlate',
  entries: [],
  isPartial: false,
  compactAt: compactEvery,
};

/** Bucket number → state; a missing one is empty. */
export type CorrelationState = ReadonlyMap<number, CorrelationBucket>;
