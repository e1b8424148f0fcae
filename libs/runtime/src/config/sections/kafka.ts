import { z } from 'zod';
import { DurationText } from './duration-text.js';
import { FilePath, oneOrMore } from './file-path.js';
import { access, hasRole, roleMissing } from './source-places.js';
import { TlsFiles } from './tls-files.js';

const Broker = z.string().regex(/^(\[[0-9A-Fa-f:.]+\]|[\w.-]+):\d{1,5}$/, 'write host:port, such as kafka-1:9092');

const Sasl = z
  .strictObject({
    mechanism: z
      .enum(['plain', 'scram-sha-256', 'scram-sha-512', 'aws-iam'])
      .describe('as the brokers are set up; aws-iam: Amazon MSK, by the identity this process has in AWS'),
    username: z.string().min(1).optional().describe('the user; not for aws-iam'),
    passwordFile: FilePath.optional().describe('file that holds the password; not for aws-iam'),
    region: z
      .string()
      .min(1)
      .optional()
      .describe('of the cluster, for aws-iam; absent: AWS_REGION, AWS_DEFAULT_REGION, else us-east-1'),
    role: access.role,
    externalId: access.externalId,
  })
  .refine(hasRole, roleMissing)
  .superRefine(({ mechanism, username, passwordFile, region, role }, { addIssue }) => {
    const refuse = (message: string) => addIssue({ code: 'custom', message });
    const isUser = username !== undefined && passwordFile !== undefined;
    const hasUser = username !== undefined || passwordFile !== undefined;
    if (mechanism !== 'aws-iam' && !isUser) refuse(`${mechanism} needs username and passwordFile`);
    if (mechanism !== 'aws-iam' && (region ?? role) !== undefined) refuse('region and role go with aws-iam');
    if (mechanism === 'aws-iam' && hasUser) refuse('aws-iam takes no username and no passwordFile');
  });

const settings = z.strictObject({
  brokers: oneOrMore(Broker).describe('host:port of one or more brokers, from which the others are found'),
  client: z
    .enum(['kafkajs', 'platformatic'])
    .default('kafkajs')
    .describe(
      'the client library: kafkajs, or platformatic for @platformatic/kafka; one group may have members on both',
    ),
  ssl: z
    .union([z.boolean(), TlsFiles])
    .default(false)
    .describe('true: TLS with the system’s authorities; a mapping: with files of one’s own'),
  sasl: Sasl.optional().describe('how to sign in'),
  topicPrefix: z
    .string()
    .regex(/^[\w.-]{0,100}$/, 'letters, digits, dots, hyphens and underscores')
    .default('')
    .describe('in front of the name of every topic and consumer group: several installations on one cluster'),
  createTopics: z
    .boolean()
    .default(false)
    .describe(
      'make topics that are missing; several services may do so at once. Otherwise a missing topic ends the start',
    ),
  replicationFactor: z
    .int()
    .min(1)
    .max(32)
    .optional()
    .describe('copies of each topic that is made; absent: 3, or as many as there are brokers'),
  minInSyncReplicas: z
    .int()
    .min(1)
    .max(32)
    .optional()
    .describe(
      'copies that must have a message before it counts as written; absent: 2, or replicationFactor where that is less',
    ),
  partitions: z
    .int()
    .min(1)
    .max(10_000)
    .default(12)
    .describe('partitions of the topic of records when it is made: the most matchers that can share the work'),
  sessionTimeout: DurationText.default('30s').describe(
    'how long the others wait for a consumer that fell silent before they take over its work; brokers allow 6s to 30m',
  ),
});
/** `kafka` of the configuration. */
export const Kafka = settings.refine(({ sasl, ssl }) => sasl?.mechanism !== 'aws-iam' || ssl !== false, {
  path: ['ssl'],
  message: 'aws-iam signs in over TLS only: write ssl: true',
});
export type Kafka = z.output<typeof Kafka>;
