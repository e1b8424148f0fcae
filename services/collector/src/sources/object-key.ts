import type { SkipReason } from '@trailhound/contracts';

/**
 * What an object of a CloudTrail bucket is by its key, where the key alone says that it holds no events; undefined for what
 * must be looked into. Keys: CloudTrail user guide, "CloudTrail log file name format", "CloudTrail digest file structure"
 * and "Insights events" (folders `CloudTrail`, `CloudTrail-Digest`, `CloudTrail-Insight` under `AWSLogs/…/`); AWS Config
 * writes `ConfigWritabilityCheckFile` into buckets both services share.
 */
export function skippedByKey(key: string): SkipReason | undefined {
  if (/(^|\/)CloudTrail-Digest\//.test(key) || /_CloudTrail-Digest_[^/]*$/.test(key)) return 'digest';
  if (/(^|\/)ConfigWritabilityCheckFile$/.test(key)) return 'config';
  return undefined;
}
