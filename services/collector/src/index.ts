export {
  type Collector,
  type CollectorLogger,
  type CollectorOptions,
  createCollector,
} from './collect/collector.js';
export { type CollectorMetrics, collectorMetrics, type Irregularity } from './collect/collector-metrics.js';
export type { CollectorSummary } from './collect/summary.js';
export { type ActivityTracker, createActivityTracker } from './completeness/activity-tracker.js';
export { createTrailWatch, type TrailToVerify, type TrailWatch } from './completeness/watch-trails.js';
export { type HttpSourceOptions, httpSource } from './sources/http/http-source.js';
export { createLookupLag, type LookupLag } from './sources/lookup/lookup-lag.js';
export { type LookupSourceOptions, lookupSource } from './sources/lookup/lookup-source.js';
export { type SimulatedRecords, simulateSource } from './sources/simulate-source.js';
export {
  type AwsAccess,
  type HttpPlace,
  type LookupPlace,
  type S3Place,
  type SourceSettings,
  type SourceSupplies,
  type SqsPlace,
  sourcesFrom,
} from './sources/sources-from.js';
export type { BucketReader } from './sources/sqs/noticed-object.js';
export { type SqsSourceOptions, sqsSource } from './sources/sqs/sqs-source.js';
export { type BackfillOptions, type BackfillProgress, backfillSource } from './sources/trail/backfill-source.js';
export type { PollingOptions } from './sources/trail/polling-source.js';
export { createTrouble, type Trouble } from './trouble/trouble.js';
export type { TrailPlace } from './verify/find-chains.js';
export { type VerifyOptions, verifyBucket } from './verify/verify-bucket.js';
export type { ChainReport, Finding, FindingKind, FindingWeight, VerifyReport } from './verify/verify-report.js';
