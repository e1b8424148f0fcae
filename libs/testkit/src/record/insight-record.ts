import { cloudTrailTime, defaultAccountId, type JsonObject } from './record-values.js';

export interface InsightSpec {
  readonly state: 'Start' | 'End';
  readonly eventID: string;
  /** The same in both records of an Insight. */
  readonly sharedEventID?: string;
  readonly eventName?: string;
  readonly eventSource?: string;
  /** Makes it an Insight on errors. */
  readonly errorCode?: string;
  readonly time?: Date;
}

/**
 * What CloudTrail Insights found, as a trail writes it.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-insights-fields-trails.html
 */
export function insightRecord(spec: InsightSpec): JsonObject {
  const { state, eventID, errorCode, time = new Date('2026-03-02T10:05:00Z') } = spec;
  const attributed = (attribute: string, value: string) => ({
    attribute,
    insight: [{ value, average: 42.5 }],
    baseline: [{ value, average: 0.25 }],
  });
  return {
    ...{ eventVersion: '1.11', eventTime: cloudTrailTime(time), awsRegion: 'us-east-1', eventID },
    ...{ eventType: 'AwsCloudTrailInsight', recipientAccountId: defaultAccountId },
    sharedEventID: spec.sharedEventID ?? '8f0c1c1e-1111-4000-8000-00000000aaaa',
    insightDetails: {
      state,
      eventSource: spec.eventSource ?? 'ec2.amazonaws.com',
      eventName: spec.eventName ?? 'RunInstances',
      insightType: errorCode === undefined ? 'ApiCallRateInsight' : 'ApiErrorRateInsight',
      ...(errorCode !== undefined && { errorCode }),
      insightContext: {
        statistics: {
          baseline: { average: 0.25 },
          insight: { average: 42.5 },
          insightDuration: state === 'Start' ? 1 : 12,
          baselineDuration: 10_080,
        },
        attributions: [
          attributed('userIdentityArn', 'arn:aws:sts::111122223333:assumed-role/deploy/s1'),
          attributed('userAgent', 'Boto3/1.34'),
          attributed('errorCode', errorCode ?? 'null'),
        ],
      },
    },
    eventCategory: 'Insight',
  };
}
