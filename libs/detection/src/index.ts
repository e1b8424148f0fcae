export {
  type BucketGrid,
  bucketAt,
  bucketStartMs,
  slotAt,
  slotsPerWindow,
  type WindowGroup,
  windowGroup,
} from './bucket-grid.js';
export {
  type AlertMark,
  type BucketState,
  bucketIn,
  compactEvery,
  compareEntries,
  compareSlotValues,
  type Entry,
  emptyBucket,
  type GroupState,
  neighbours,
  type SlotValue,
} from './bucket-state.js';
export { type CorrelationEntry, compareEntries as compareCorrelationEntries } from './correlation/correlation-entry.js';
export { type CorrelationFiring, correlationFirings } from './correlation/correlation-firings.js';
export {
  type CorrelationSpec,
  correlationGroup,
  isOrderFree,
  judgesClosedWindows,
} from './correlation/correlation-spec.js';
export {
  type CorrelationBucket,
  type CorrelationState,
  correlationDone,
  type ObservedMatch,
  observeMatch,
} from './correlation/observe-match.js';
export { storedValue } from './distinct-windows.js';
export { defaultWindowLimits, type WindowLimits } from './limits.js';
export { markDone, type Observed, observe, windowAlertId } from './observe.js';
export { type OverflowState, overflowAlertId, overflowDone, turnAway } from './overflow.js';
export { plainFiring } from './plain-firing.js';
export { type AlertOfBucket, summarize } from './summary.js';
export { appliesAt, type SuppressionPeriod } from './suppression.js';
export {
  type BucketSummary,
  type Firing,
  type Observation,
  type WindowKey,
  type WindowSpec,
  windowLengthMs,
  windowSpecOf,
} from './window.js';
