import { parseDuration } from '@trailhound/contracts';
import { z } from 'zod';
import { DurationText } from './duration-text.js';
import { FilePath } from './file-path.js';
import { ListenText } from './listen-text.js';

/** How something of AWS is reached; shared by every place the configuration names. */
export const access = {
  region: z.string().min(1).optional().describe('its region; absent: as its URL says, else AWS_REGION'),
  endpoint: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('another API, buckets addressed by path; absent: AWS_ENDPOINT_URL_<SERVICE>, AWS_ENDPOINT_URL or AWS'),
  role: z
    .string()
    .regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, 'write the ARN of a role, arn:aws:iam::111122223333:role/name')
    .optional()
    .describe('ARN of a role to act under, of any account; absent: the credentials of the process'),
  externalId: z.string().min(2).max(1224).optional().describe('what the trust policy of the role asks for'),
};

export const hasRole = ({ role, externalId }: { role?: string | undefined; externalId?: string | undefined }) =>
  externalId === undefined || role !== undefined;
export const roleMissing = { path: ['externalId'], message: 'externalId belongs to a role: name the role too' };

const S3Url = z.string().regex(/^s3:\/\/[^/\s]+(\/|$)/, 'write s3://bucket/prefix');

const S3Mapping = z
  .strictObject({
    url: S3Url.describe('s3://bucket/prefix; every object under the prefix is read, digests aside'),
    poll: DurationText.optional().describe(
      'how often to look for new objects, for trails without notices: the whole prefix once, then the last three days; absent: read once',
    ),
    ...access,
  })
  .refine(hasRole, roleMissing);

/** `s3` of a source. */
export const S3Place = z.union([S3Url.transform((url): z.output<typeof S3Mapping> => ({ url })), S3Mapping]);

const QueueUrl = z.url({
  protocol: /^https?$/,
  error: 'write the URL of the queue, as `aws sqs get-queue-url` says it',
});

const SqsMapping = z
  .strictObject({
    queue: QueueUrl.describe('URL of the queue'),
    ...access,
    buckets: z
      .record(z.string().min(1), z.strictObject(access).refine(hasRole, roleMissing))
      .optional()
      .describe(
        'the only buckets objects are read from, by name, each with how it is reached ({}: as the queue is); absent: every bucket a message names',
      ),
    visibility: DurationText.default('5m').describe(
      'how long a message is hidden from other collectors at a time; it is extended while it is worked on',
    ),
    concurrency: z.int().min(1).max(64).default(8).describe('objects read at once'),
  })
  .refine(hasRole, roleMissing);

/** `sqs` of a source. */
export const SqsPlace = z.union([
  QueueUrl.transform((queue): z.output<typeof SqsMapping> => ({ queue, visibility: '5m', concurrency: 8 })),
  SqsMapping,
]);

/** `http` of a source. */
export const HttpPlace = z.strictObject({
  listen: ListenText.describe('host:port to take records at, by POST; TLS belongs in front of it'),
  tokenFile: FilePath.describe(
    'file with the tokens that may push, one a line, 16 characters or more; sent as Authorization: Bearer, X-Api-Key or the access key of Firehose',
  ),
});

const { region: _, ...accessOfRegions } = access;
const RegionName = z.string().regex(/^[a-z]{2}(-[a-z]{2,12}){1,3}-\d{1,2}$/, 'write the name of a region, eu-west-1');

/** A duration between two others, both allowed. */
export function between(least: string, most: string) {
  const [leastMs = 0, mostMs = 0] = [parseDuration(least), parseDuration(most)];
  return DurationText.refine(
    (text) => {
      const ms = parseDuration(text);
      return ms !== undefined && ms >= leastMs && ms <= mostMs;
    },
    { error: `write a duration from ${least} to ${most}` },
  );
}

/** `lookup` of a source. */
export const LookupPlace = z
  .strictObject({
    regions: z
      .array(RegionName)
      .min(1)
      .refine((names) => new Set(names).size === names.length, 'each region once')
      .describe('regions whose event history is read; us-east-1 has the events of global services'),
    ...accessOfRegions,
    insights: z.boolean().default(false).describe('what CloudTrail Insights found, too'),
    every: between('10s', '1d').default('1m').describe('how long after a look the next one begins'),
    overlap: between('5m', '1d')
      .default('30m')
      .describe('how late an event may come and still be found: so much is read again at every look'),
    back: between('0s', '90d').default('1h').describe('how far back the first look of all goes'),
  })
  .refine(hasRole, roleMissing);
