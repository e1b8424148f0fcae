import type { SkipReason } from '@trailhound/contracts';
import { parseTrailKey } from '../digest/trail-key.js';

const folders = /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]{10,32}\/)?(\d{12})\/(CloudTrail[A-Za-z-]*|[A-Za-z-]+)\//;

/**
 * Why an object of which a notice tells holds no records of a trail, by its key; undefined where it does. A trail's files lie
 * under `[prefix/]AWSLogs/[organisation/]account/CloudTrail/region/year/month/day/`, what Insights found under
 * `CloudTrail-Insight`, in every partition of AWS.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export function skippedNotice(key: string): SkipReason | undefined {
  if (/(?:^|\/)ConfigWritabilityCheckFile$/.test(key)) return 'config';
  const folder = folders.exec(key)?.[2];
  if (folder === 'CloudTrail-Digest') return 'digest';
  const kind = parseTrailKey(key)?.kind;
  const isRecords = folder === 'CloudTrail' ? kind === 'log' : folder === 'CloudTrail-Insight' && kind === 'insight';
  return isRecords ? undefined : 'foreign_object';
}
