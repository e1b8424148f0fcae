import { z } from 'zod';
import { FilePath, oneOrMore } from './file-path.js';
import { HttpPlace, LookupPlace, S3Place, SqsPlace } from './source-places.js';

const maxSeed = 2 ** 32 - 1;

/** The kinds of source, by their key. A new one is a line here and a reader in the collector. */
const kinds = {
  sqs: SqsPlace.describe(
    'a queue of notices about new objects, and of events that are records themselves, as its URL or with what else is needed',
  ),
  s3: S3Place.describe('objects under a prefix of an S3 bucket, as s3://bucket/prefix or with what else is needed'),
  http: HttpPlace.describe(
    'records pushed by whoever has a token: a Lambda, Firehose, an API destination of EventBridge',
  ),
  lookup: LookupPlace.describe(
    'event histories (LookupEvents) of an account without a trail: events of management of the last 90 days',
  ),
  files: oneOrMore(FilePath).describe('files and folders (read recursively), gzip or not, in any form AWS writes'),
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
    sqs: kinds.sqs.optional(),
    s3: kinds.s3.optional(),
    http: kinds.http.optional(),
    lookup: kinds.lookup.optional(),
    files: kinds.files.optional(),
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
