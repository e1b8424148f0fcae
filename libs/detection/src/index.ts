export {
  type AwaitedEntry,
  type AwaitedGroup,
  type AwaitedObservation,
  type CarriedText,
  emptyAwaitedGroup,
  summaryOfAwaited,
} from './awaited/awaited-group.js';
export { type AwaitedFiring, judgeGroup } from './awaited/judge-group.js';
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
  compactAfter,
  compareEntries,
  compareSlotValues,
  type Entry,
  emptyBucket,
  type GroupState,
  neighbours,
  type SlotValue,
} from './bucket-state.js';
export { type CorrelationBucket, emptyCorrelationBucket } from './correlation/correlation-bucket.js';
export { type CorrelationEntry, compareEntries as compareCorrelationEntries } from './correlation/correlation-entry.js';
export { type CorrelationFiring, correlationFirings } from './correlation/correlation-firings.js';
export {
  type CorrelationSpec,
  correlationGroup,
  isOrderFree,
  judgesClosedWindows,
} from './correlation/correlation-spec.js';
export { type ReachedMoment, reachedMoments } from './correlation/reached-moments.js';
export { storedValue } from './distinct-windows.js';
export { defaultWindowLimits, type WindowLimits } from './limits.js';
export {
  alertDone,
  bucketOfAlert,
  bucketsOf,
  type CorrelationObservation,
  type GroupSpec,
  groupOf,
  groupSpecOf,
  type Observation,
  type ObservedState,
  observeOne,
  reachMs,
  summarizeAlert,
  turnedAway,
  type WindowBucket,
} from './observation.js';
export { markDone, windowAlertId } from './observe.js';
export { type OverflowState, overflowAlertId, overflowDone, turnAway } from './overflow.js';
export { plainFiring } from './plain-firing.js';
export { type AlertOfBucket, summarize } from './summary.js';
export { appliesAt, type SuppressionPeriod } from './suppression.js';
export {
  type BucketSummary,
  type CountObservation,
  type Firing,
  type WindowKey,
  type WindowSpec,
  windowLengthMs,
  windowSpecOf,
} from './window.js';
