import type { Random } from '../../random.js';
import { type ApiCall, call } from '../api-call.js';
import type { Account } from '../company.js';
import { longTime } from './long-time.js';

export const getCallerIdentity = (): ApiCall => call('sts', 'GetCallerIdentity');
export const describeLogGroups = (logGroupNamePrefix: string): ApiCall =>
  call('logs', 'DescribeLogGroups', { logGroupNamePrefix });
export const describeAlarms = (): ApiCall => call('monitoring', 'DescribeAlarms', { maxRecords: 100 });
export const describeTrails = (): ApiCall =>
  call('cloudtrail', 'DescribeTrails', { trailNameList: [], includeShadowTrails: true });
export const getTrailStatus = (account: Account): ApiCall =>
  call('cloudtrail', 'GetTrailStatus', { name: account.trail });

export const metricData = (account: Account, random: Random, at: Date): ApiCall =>
  call('monitoring', 'GetMetricData', {
    startTime: longTime(new Date(at.getTime() - 900_000)),
    endTime: longTime(at),
    metricDataQueries: Array.from({ length: random.int(1, 3) }, (_, index) => ({
      id: `m${index}`,
      metricStat: {
        metric: {
          namespace: 'AWS/EC2',
          metricName: 'CPUUtilization',
          dimensions: [{ name: 'InstanceId', value: random.pick(account.instanceIds) }],
        },
        period: 300,
        stat: 'Average',
      },
    })),
  });

export const healthEvents = (at: Date): ApiCall =>
  call('health', 'DescribeEventAggregates', {
    filter: {
      startTimes: [{ from: longTime(new Date(at.getTime() - 7 * 86_400_000)) }],
      eventStatusCodes: ['open', 'upcoming'],
    },
    aggregateField: 'eventTypeCategory',
  });

export const createLogStream = (logGroupName: string, logStreamName: string): ApiCall =>
  call('logs', 'CreateLogStream', { logGroupName, logStreamName });

export const stopLogging = (account: Account): ApiCall => call('cloudtrail', 'StopLogging', { name: account.trail });
export const deleteTrail = (account: Account): ApiCall => call('cloudtrail', 'DeleteTrail', { name: account.trail });
export const deleteDetector = (account: Account): ApiCall =>
  call('guardduty', 'DeleteDetector', { detectorId: account.detectorId });
export const stopConfigRecorder = (): ApiCall =>
  call('config', 'StopConfigurationRecorder', { configurationRecorderName: 'default' });

export const deleteHostedZone = (account: Account, random: Random, at: Date): ApiCall =>
  call(
    'route53',
    'DeleteHostedZone',
    { id: account.hostedZoneId },
    {
      responseElements: {
        changeInfo: {
          id: `/change/C${random.text('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789', 20)}`,
          status: 'PENDING',
          submittedAt: longTime(at),
        },
      },
    },
  );

/** A role handed out by STS, to a service or a person. */
export function assumeRole(
  account: Account,
  at: Date,
  role: { readonly arn: string; readonly sessionName: string; readonly assumedArn: string; readonly assumedId: string },
  accessKeyId: string,
): ApiCall {
  return call(
    'sts',
    'AssumeRole',
    { roleArn: role.arn, roleSessionName: role.sessionName, durationSeconds: 3600 },
    {
      responseElements: {
        credentials: {
          accessKeyId,
          sessionToken: 'HIDDEN_DUE_TO_SECURITY_REASONS',
          expiration: longTime(new Date(at.getTime() + 3_600_000)),
        },
        assumedRoleUser: { assumedRoleId: role.assumedId, arn: role.assumedArn },
      },
      resources: [{ accountId: account.id, type: 'AWS::IAM::Role', ARN: role.arn }],
    },
  );
}
