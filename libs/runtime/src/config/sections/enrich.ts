import { z } from 'zod';
import { FilePath } from './file-path.js';
import { access, between, hasRole, roleMissing } from './source-places.js';

/** `enrich` of the configuration: what is known of records besides what AWS writes. */
export const Enrich = z.strictObject({
  geo: FilePath.optional().describe(
    'MaxMind-format database (.mmdb) of cities or countries: gives rules and titles sourceIPAddress_geoip',
  ),
  asn: FilePath.optional().describe(
    'MaxMind-format database of networks (GeoLite2-ASN): gives rules and titles sourceIPAddress_asn',
  ),
  network: z
    .boolean()
    .default(false)
    .describe('gives rules and titles sourceIPAddress_network: public, private, service and the like'),
  awsRanges: FilePath.optional().describe(
    "AWS's published ranges, https://ip-ranges.amazonaws.com/ip-ranges.json: sourceIPAddress_network says which service's an address is",
  ),
  accountsFile: FilePath.optional().describe(
    'accounts as `aws organizations list-accounts` prints them, or CSV with id, name, ou: recipientAccountName and recipientAccountOu',
  ),
  organizations: z
    .strictObject({
      ...access,
      every: between('1m', '1d').default('1h').describe('how often it is asked'),
    })
    .refine(hasRole, roleMissing)
    .optional()
    .describe(
      'the accounts of AWS Organizations, asked of its API: recipientAccountName and recipientAccountOu; names of accountsFile and accountNames come before its own',
    ),
  lookups: z
    .record(
      z.string().regex(/^[a-z][a-z0-9_]{0,40}$/, 'lower-case letters, digits and _'),
      z.strictObject({
        file: FilePath.describe('CSV with a line of headings, or a JSON list of objects'),
        key: z.string().min(1).describe('path of the record whose text is looked up'),
        column: z.string().min(1).describe('column of the table it is looked up in'),
      }),
    )
    .default({})
    .describe('tables by name: each gives rules and titles lookup_<name>, the row that was found'),
  accountNames: z
    .record(
      z.string().regex(/^\d{12}$/, 'an account id has 12 digits; put one that begins with 0 in quotes'),
      z.string().min(1).max(200),
    )
    .default({})
    .describe('names of accounts by id: give rules and titles recipientAccountName'),
});
export type Enrich = z.output<typeof Enrich>;
