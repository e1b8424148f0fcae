import { z } from 'zod';
import { FilePath } from './file-path.js';

/** `enrich` of the configuration: what is known of records besides what AWS writes. */
export const Enrich = z.strictObject({
  geo: FilePath.optional().describe(
    'MaxMind-format database (.mmdb) of cities or countries: gives rules and titles sourceIPAddress_geoip',
  ),
  accountNames: z
    .record(
      z.string().regex(/^\d{12}$/, 'an account id has 12 digits; put one that begins with 0 in quotes'),
      z.string().min(1).max(200),
    )
    .default({})
    .describe('names of accounts by id: give rules and titles recipientAccountName'),
});
export type Enrich = z.output<typeof Enrich>;
