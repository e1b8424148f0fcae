import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { AwsApi } from '@trailhound/testkit/launchers';

/** Clients of the API a test runs against, with credentials that mean nothing. */
export interface AwsClients {
  readonly s3: S3Client;
  readonly sqs: SQSClient;
  readonly sns: SNSClient;
  close(): void;
}

export function awsClients({ endpoint }: Pick<AwsApi, 'endpoint'>): AwsClients {
  const settings = {
    ...{ endpoint, region: 'us-east-1' },
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const s3 = new S3Client({ ...settings, forcePathStyle: true });
  const sqs = new SQSClient({ ...settings, useQueueUrlAsEndpoint: false });
  const sns = new SNSClient(settings);
  return {
    ...{ s3, sqs, sns },
    close() {
      for (const client of [s3, sqs, sns]) client.destroy();
    },
  };
}

/** Messages in a queue, in hand or not. */
export async function waitingIn(sqs: SQSClient, queueUrl: string): Promise<number> {
  const counts = await attributesOf(sqs, queueUrl);
  const names = ['', 'NotVisible', 'Delayed'].map((state) => `ApproximateNumberOfMessages${state}`);
  return names.reduce((sum, name) => sum + Number(counts[name] ?? 0), 0);
}

export async function queueArnOf(sqs: SQSClient, queueUrl: string): Promise<string> {
  return (await attributesOf(sqs, queueUrl))['QueueArn'] ?? '';
}

async function attributesOf(sqs: SQSClient, queueUrl: string): Promise<Readonly<Record<string, string>>> {
  const asked = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['All'] });
  return (await sqs.send(asked)).Attributes ?? {};
}
