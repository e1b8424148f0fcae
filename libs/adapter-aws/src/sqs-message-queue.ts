import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  type ReceiveMessageCommandOutput,
  SQSClient,
  SQSServiceException,
} from '@aws-sdk/client-sqs';
import { type MessageQueue, MessageQueueError, type QueueMessage } from '@trailhound/ports';
import { type AwsConnection, clientSettings } from './aws-connection.js';

/** The most SQS waits. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html */
const longPollSeconds = 20;
const maxBatch = 10;

/**
 * The queue at a URL, `https://sqs.REGION.amazonaws.com[.cn]/ACCOUNT/NAME`; the region is the URL's where the connection
 * names none.
 */
export function sqsMessageQueue(
  queueUrl: string,
  connection: AwsConnection = {},
  env: NodeJS.ProcessEnv = process.env,
): MessageQueue {
  const region = connection.region ?? regionOfQueue(queueUrl);
  const settings = clientSettings('SQS', { ...connection, ...(region !== undefined && { region }) }, env);
  // The SDK would send to the host of the queue's URL; an endpoint that was given says where the API is.
  const client = new SQSClient({ ...settings, useQueueUrlAsEndpoint: settings.endpoint === undefined });

  async function answered<T>(action: string, ask: () => Promise<T>): Promise<T> {
    try {
      return await ask();
    } catch (error) {
      throw explained(error, `sqs:${action}`, queueUrl);
    }
  }

  return {
    name: queueUrl,
    async receive(max, visibilityMs, signal) {
      const asked = {
        QueueUrl: queueUrl,
        MaxNumberOfMessages: Math.min(max, maxBatch),
        VisibilityTimeout: Math.ceil(visibilityMs / 1000),
        WaitTimeSeconds: longPollSeconds,
        MessageSystemAttributeNames: ['SentTimestamp' as const, 'ApproximateReceiveCount' as const],
      };
      try {
        return taken(await client.send(new ReceiveMessageCommand(asked), { abortSignal: signal }));
      } catch (error) {
        if (signal.aborted) return [];
        throw explained(error, 'sqs:ReceiveMessage', queueUrl);
      }
    },
    async hide(receipts, visibilityMs) {
      const seconds = Math.ceil(visibilityMs / 1000);
      for (let at = 0; at < receipts.length; at += maxBatch) {
        const entries = receipts.slice(at, at + maxBatch).map((receipt, index) => ({
          ...{ Id: String(index), ReceiptHandle: receipt, VisibilityTimeout: seconds },
        }));
        // What is refused by entry is a receipt that is over: its message comes again, as it would without this.
        const asked = { QueueUrl: queueUrl, Entries: entries };
        await answered('ChangeMessageVisibility', () => client.send(new ChangeMessageVisibilityBatchCommand(asked)));
      }
    },
    async remove(receipt) {
      const asked = { QueueUrl: queueUrl, ReceiptHandle: receipt };
      await answered('DeleteMessage', () => client.send(new DeleteMessageCommand(asked)));
    },
    async close() {
      client.destroy();
    },
  };
}

function taken({ Messages = [] }: ReceiveMessageCommandOutput): QueueMessage[] {
  return Messages.flatMap(({ MessageId = '', ReceiptHandle, Body = '', Attributes }) => {
    if (ReceiptHandle === undefined) return [];
    const sentMs = Number(Attributes?.SentTimestamp) || Date.now();
    const receives = Number(Attributes?.ApproximateReceiveCount) || 1;
    return [{ id: MessageId, receipt: ReceiptHandle, body: Body, sentMs, receives }];
  });
}

function regionOfQueue(url: string): string | undefined {
  return /^https:\/\/(?:sqs|queue)\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\//.exec(url)?.[1];
}

function explained(error: unknown, action: string, queueUrl: string): MessageQueueError {
  const name = error instanceof Error ? error.name : '';
  const words = error instanceof Error ? error.message : String(error);
  const status = error instanceof SQSServiceException ? error.$metadata.httpStatusCode : undefined;
  const cause = { cause: error };
  if (/QueueDoesNotExist|NonExistentQueue/.test(name)) {
    return new MessageQueueError('no_such_queue', `there is no queue ${queueUrl}: check the URL and the region`, cause);
  }
  if (name === 'CredentialsProviderError') {
    const message = `no AWS credentials were found for ${action} on ${queueUrl}: set AWS_PROFILE, AWS_ACCESS_KEY_ID or a role (${words})`;
    return new MessageQueueError('access_denied', message, cause);
  }
  if (/AccessDenied|UnrecognizedClient|InvalidClientTokenId|ExpiredToken|KMS/i.test(name) || status === 403) {
    const message = `${action} on ${queueUrl} is denied: grant it in the queue's policy or the role, and kms:Decrypt where the queue is encrypted (${words})`;
    return new MessageQueueError('access_denied', message, cause);
  }
  return new MessageQueueError('environment', `${action} on ${queueUrl} failed: ${words || name}`, cause);
}
