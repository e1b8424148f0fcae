import { z } from 'zod';
import { FilePath, oneOrMore } from './file-path.js';

const maxSeed = 2 ** 32 - 1;

const S3Url = z.string().regex(/^s3:\/\/[^/\s]+(\/|$)/, 'write s3://bucket/prefix');

const S3Place = z.union([
  S3Url.transform((url): { url: string; region?: string | undefined; endpoint?: string | undefined } => ({ url })),
  z.strictObject({
    url: S3Url.describe('s3://bucket/prefix; every object under the prefix is read, digests and Insights aside'),
    region: z
      .string()
      .min(1)
      .optional()
      .describe('region of the bucket; absent: AWS_REGION, and S3 tells where it is not'),
    endpoint: z
      .url({ protocol: /^https?$/ })
      .optional()
      .describe('another S3 API, addressed by path; absent: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL or AWS itself'),
  }),
]);

/** The kinds of source, by their key. A new one is a line here and a reader in the collector. */
const kinds = {
  files: oneOrMore(FilePath).describe('files and folders (read recursively), gzip or not, in any form AWS writes'),
  s3: S3Place.describe('objects under a prefix of an S3 bucket, as s3://bucket/prefix or with what else is needed'),
  stdin: z.literal(true).describe('standard input, to its end'),
  simulate: z
    .strictObject({
      seed: z.int().min(0).max(maxSeed).default(1).describe('the same seed gives the same records'),
    })
    .describe('a simulated AWS account: ordinary activity and attacks'),
};

type Kinds = { readonly [K in keyof typeof kinds]: z.output<(typeof kinds)[K]> };
const kindNames = Object.keys(kinds) as (keyof Kinds)[];

/** One source, told apart by the key it has: `'files' in source`. */
export type Source = {
  readonly [K in keyof Kinds]: { readonly [P in K]: Kinds[P] } & {
    readonly backfill: boolean;
    readonly notify: boolean;
  };
}[keyof Kinds];

/** `sources[]` of the configuration: exactly one kind, and how its records are to be taken. */
export const Source = z
  .strictObject({
    files: kinds.files.optional(),
    s3: kinds.s3.optional(),
    stdin: kinds.stdin.optional(),
    simulate: kinds.simulate.optional(),
    backfill: z.boolean().default(false).describe('its alerts are recorded and marked, and delivered only with notify'),
    notify: z.boolean().default(false).describe('with backfill: deliver its alerts all the same'),
  })
  .check((context) => {
    const given = kindNames.filter((name) => context.value[name] !== undefined);
    if (given.length !== 1) {
      const has = given.length === 0 ? 'none' : given.join(' and ');
      const message = `a source has exactly one of ${kindNames.join(', ')}; this one has ${has}`;
      context.issues.push({ code: 'custom', input: context.value, message });
    }
    if (context.value.notify && !context.value.backfill) {
      const message = 'notify belongs to backfill: true; other sources always deliver';
      context.issues.push({ code: 'custom', input: context.value, path: ['notify'], message });
    }
  })
  .meta({ oneOf: kindNames.map((name) => ({ required: [name] })) })
  .transform((checked): Source => checked as Source);
