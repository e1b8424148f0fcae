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
export { defaultInflateLimits, type InflateLimits } from './read/inflate.js';
export {
  type InputItem,
  type ReadOptions,
  type RecordItem,
  type RejectedItem,
  readInput,
  type SkippedItem,
  type UnreadableItem,
} from './read/read-input.js';
export { type FilesSourceOptions, filesSource, readFile } from './sources/files-source.js';
export { type HttpSourceOptions, httpSource } from './sources/http/http-source.js';
export { type InputBatch, readTogether } from './sources/read-together.js';
export { type S3SourceOptions, s3Source } from './sources/s3-source.js';
export { type SimulatedRecords, simulateSource } from './sources/simulate-source.js';
export type { Input, Source, UnreadableInput } from './sources/source.js';
export {
  type AwsAccess,
  type HttpPlace,
  type S3Place,
  type SourceSettings,
  type SourceSupplies,
  type SqsPlace,
  sourcesFrom,
} from './sources/sources-from.js';
export type { BucketReader } from './sources/sqs/noticed-object.js';
export { type SqsSourceOptions, sqsSource } from './sources/sqs/sqs-source.js';
export { stdinSource } from './sources/stdin-source.js';
export { type BackfillOptions, type BackfillProgress, backfillSource } from './sources/trail/backfill-source.js';
export type { PollingOptions } from './sources/trail/polling-source.js';
export { type FoundFile, walkFiles } from './sources/walk-files.js';
export { createTrouble, type Trouble } from './trouble/trouble.js';
export type { TrailPlace } from './verify/find-chains.js';
export { type VerifyOptions, verifyBucket } from './verify/verify-bucket.js';
export type { ChainReport, Finding, FindingKind, FindingWeight, VerifyReport } from './verify/verify-report.js';
