import {
  CreateBucketCommand,
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand, PublishBatchCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { CreateQueueCommand, SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import type { AwsApi } from '@trailhound/testkit/launchers';
import { awsClients, queueArnOf, waitingIn } from '../../cluster/aws-clients.js';
import type { PutVersion } from '../organisation/messages.js';

/** Where an organisation's events arrive: a bucket with versions, a queue of notices with a topic before it, a queue of the bus. */
export interface AwsPlace {
  readonly bucket: string;
  readonly noticesUrl: string;
  readonly eventsUrl: string;
  put(key: string, body: Uint8Array, metadata?: Readonly<Record<string, string>>): Promise<PutVersion>;
  /** Hides an object behind a delete marker; answers the marker. */
  remove(key: string): Promise<PutVersion>;
  /** Takes the marker away. */
  restore(marker: PutVersion): Promise<void>;
  notify(bodies: readonly string[]): Promise<void>;
  /** Through the topic, in its envelopes. */
  publish(messages: readonly string[]): Promise<void>;
  sendEvents(bodies: readonly string[]): Promise<void>;
  /** Messages in both queues, in hand or not. */
  waiting(): Promise<{ readonly notices: number; readonly events: number }>;
  close(): void;
}

/** As many messages as one request takes. */
const batchSize = 10;

export async function openAwsPlace(aws: AwsApi, name: string): Promise<AwsPlace> {
  const { s3, sqs, sns, close } = awsClients(aws);
  await s3.send(new CreateBucketCommand({ Bucket: name }));
  const VersioningConfiguration = { Status: 'Enabled' as const };
  await s3.send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration }));
  const queue = async (queueName: string): Promise<string> => {
    const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: queueName }));
    return QueueUrl ?? '';
  };
  const [noticesUrl, eventsUrl] = [await queue(`${name}-notices`), await queue(`${name}-events`)];
  const { TopicArn: topic = '' } = await sns.send(new CreateTopicCommand({ Name: name }));
  const Endpoint = await queueArnOf(sqs, noticesUrl);
  await sns.send(new SubscribeCommand({ TopicArn: topic, Protocol: 'sqs', Endpoint }));

  const send = (QueueUrl: string, bodies: readonly string[]) =>
    inBatches(bodies, async (batch) => {
      const Entries = batch.map((MessageBody, at) => ({ Id: String(at), MessageBody }));
      const { Failed = [] } = await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }));
      if (Failed.length > 0) throw new Error(`${Failed.length} messages were not taken: ${Failed[0]?.Message}`);
    });

  return {
    ...{ bucket: name, noticesUrl, eventsUrl, close },
    async put(key, body, metadata) {
      const asked = { Bucket: name, Key: key, Body: body, ...(metadata && { Metadata: { ...metadata } }) };
      const { VersionId: versionId = '' } = await s3.send(new PutObjectCommand(asked));
      return { bucket: name, key, versionId };
    },
    async remove(key) {
      const { VersionId: versionId = '' } = await s3.send(new DeleteObjectCommand({ Bucket: name, Key: key }));
      return { bucket: name, key, versionId };
    },
    async restore({ bucket, key, versionId }) {
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
    },
    notify: (bodies) => send(noticesUrl, bodies),
    sendEvents: (bodies) => send(eventsUrl, bodies),
    publish: (messages) =>
      inBatches(messages, async (batch) => {
        const PublishBatchRequestEntries = batch.map((Message, at) => ({ Id: String(at), Message }));
        await sns.send(new PublishBatchCommand({ TopicArn: topic, PublishBatchRequestEntries }));
      }),
    async waiting() {
      const [notices, events] = await Promise.all([noticesUrl, eventsUrl].map((url) => waitingIn(sqs, url)));
      return { notices: notices ?? 0, events: events ?? 0 };
    },
  };
}

async function inBatches<T>(all: readonly T[], send: (batch: readonly T[]) => Promise<void>): Promise<void> {
  for (let at = 0; at < all.length; at += batchSize) await send(all.slice(at, at + batchSize));
}
