import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import {
  CreateBucketCommand,
  PutBucketNotificationConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand, PublishCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { recordUid } from '@trailhound/cloudtrail';
import type { AwsApi } from '@trailhound/testkit/launchers';
import { onTestFinished } from 'vitest';
import { awsClients, queueArnOf, waitingIn } from './aws-clients.js';

let trails = 0;

/** A trail as an account has it: a bucket, a queue, a topic, and what each tells the next. */
export interface Trail {
  readonly bucket: string;
  readonly queueUrl: string;
  readonly topicArn: string;
  /** From here on the bucket tells the queue of new objects, by itself. */
  notifyQueue(): Promise<void>;
  /** The topic's messages go to the queue, in envelopes or raw. */
  subscribeQueue(form: 'raw' | 'enveloped'): Promise<void>;
  /** Puts a log file; answers its key and the uids in it. */
  put(file: LogFile): Promise<PutFile>;
  /** A message of any form, put into the queue. */
  send(body: unknown, delaySeconds?: number): Promise<void>;
  publish(message: unknown): Promise<void>;
  /** Messages in the queue, in hand or not. */
  waiting(): Promise<number>;
}

export interface LogFile {
  readonly records: readonly object[];
  readonly key?: string;
}

export interface PutFile {
  readonly key: string;
  readonly versionId: string | undefined;
  readonly uids: readonly string[];
}

export async function trail(aws: AwsApi, { versions = false }: { readonly versions?: boolean } = {}): Promise<Trail> {
  trails += 1;
  const bucket = `trail-${trails}-${randomUUID().slice(0, 8)}`;
  const { s3, sqs, sns, close } = awsClients(aws);
  onTestFinished(close);
  await s3.send(new CreateBucketCommand({ Bucket: bucket }));
  if (versions) {
    const VersioningConfiguration = { Status: 'Enabled' as const };
    await s3.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration }));
  }
  const { QueueUrl: queueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: bucket }));
  const { TopicArn: topicArn = '' } = await sns.send(new CreateTopicCommand({ Name: bucket }));
  const queueArn = await queueArnOf(sqs, queueUrl);
  return {
    ...{ bucket, queueUrl, topicArn },
    async notifyQueue() {
      const NotificationConfiguration = {
        QueueConfigurations: [{ QueueArn: queueArn, Events: ['s3:ObjectCreated:*' as const] }],
      };
      await s3.send(new PutBucketNotificationConfigurationCommand({ Bucket: bucket, NotificationConfiguration }));
    },
    async subscribeQueue(form) {
      const Attributes = { RawMessageDelivery: String(form === 'raw') };
      await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: queueArn, Attributes }));
    },
    async put({ records, key = logKey() }) {
      const Body = gzipSync(JSON.stringify({ Records: records }));
      const { VersionId } = await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body }));
      return { key, versionId: VersionId, uids: records.map((record) => recordUid({ ...record }).uid) };
    },
    async send(body, delaySeconds = 0) {
      const MessageBody = typeof body === 'string' ? body : JSON.stringify(body);
      await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody, DelaySeconds: delaySeconds }));
    },
    async publish(message) {
      await sns.send(new PublishCommand({ TopicArn: topicArn, Message: JSON.stringify(message) }));
    },
    waiting: () => waitingIn(sqs, queueUrl),
  };
}

let files = 0;

/** A key as CloudTrail makes them. */
export function logKey(account = '111111111111', region = 'us-east-1', day = '2026/03/01'): string {
  files += 1;
  const time = `${day.replaceAll('/', '')}T00${String(files % 60).padStart(2, '0')}Z`;
  const name = `${account}_CloudTrail_${region}_${time}_${String(files).padStart(16, 'x')}.json.gz`;
  return `AWSLogs/${account}/CloudTrail/${region}/${day}/${name}`;
}

/** Records nobody has seen yet. */
export function newRecords(count: number, more: object = {}): readonly object[] {
  return Array.from({ length: count }, () => ({
    eventVersion: '1.08',
    userIdentity: { type: 'AWSService', invokedBy: 'ec2.amazonaws.com' },
    eventTime: '2026-03-01T00:00:00Z',
    eventSource: 'ec2.amazonaws.com',
    eventName: 'DescribeInstances',
    awsRegion: 'us-east-1',
    sourceIPAddress: 'ec2.amazonaws.com',
    userAgent: 'ec2.amazonaws.com',
    requestParameters: null,
    responseElements: null,
    eventID: randomUUID(),
    eventType: 'AwsApiCall',
    recipientAccountId: '111111111111',
    ...more,
  }));
}
