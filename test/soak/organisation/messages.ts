import type { Random } from '@trailhound/testkit';
import type { OrganisationRecord } from './records.js';

/** A version of an object that was put. */
export interface PutVersion {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
}

/** S3's own notification. https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
export function s3Notice({ bucket, key, versionId }: PutVersion, at: Date): string {
  const object = { key: encodeURIComponent(key).replaceAll('%2F', '/'), versionId };
  const s3 = { s3SchemaVersion: '1.0', bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` }, object };
  const entry = { eventVersion: '2.1', eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', s3 };
  return JSON.stringify({ Records: [{ ...entry, awsRegion: 'us-east-1', eventTime: at.toISOString() }] });
}

/** CloudTrail's own notification, which knows no versions; it goes through a topic. */
export function cloudTrailNotice({ bucket, key }: Pick<PutVersion, 'bucket' | 'key'>): string {
  return JSON.stringify({ s3Bucket: bucket, s3ObjectKey: [key] });
}

/** What S3 sends when notifications are turned on. */
export const testNotice = JSON.stringify({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: 'soak' });

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html */
export function busEvent({ record, account, region }: OrganisationRecord): string {
  return JSON.stringify({
    ...{ version: '0', id: record['eventID'], 'detail-type': 'AWS API Call via CloudTrail' },
    source: String(record['eventSource']).replace('.amazonaws.com', '').replace(/^/, 'aws.'),
    ...{ account, region, time: record['eventTime'], resources: [], detail: record },
  });
}

const duplicateShare = 0.05;

/** In another order, 5 % of them twice. */
export function deliveredTwiceNowAndThen<T>(messages: readonly T[], random: Random): T[] {
  const again = messages.filter(() => random.chance(duplicateShare));
  return random.shuffled([...messages, ...again]);
}
