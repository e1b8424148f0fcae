import { z } from 'zod';
import { DurationText } from './duration-text.js';
import { FilePath } from './file-path.js';

/** `completeness` of the configuration: whether everything that should come does come. */
export const Completeness = z.strictObject({
  alerts: z
    .boolean()
    .default(true)
    .describe(
      'alerts of its own on trails that go quiet, delivery that stops and broken digests; s3 and sqs sources only',
    ),
  verifyEvery: z
    .union([DurationText, z.literal('off')])
    .default('1h')
    .describe('how often the digests of the last day are verified: chain, signatures and that every file is there'),
  publicKeys: FilePath.optional().describe(
    'keys as `aws cloudtrail list-public-keys` prints them; absent: cloudtrail:ListPublicKeys is asked',
  ),
});
export type Completeness = z.output<typeof Completeness>;
