import { z } from 'zod';
import type { GroupValue } from './alert-id.js';
import { canonicalJson } from './canonical-json.js';
import { sha256Base64Url } from './hash.js';
import type { Summarise } from './rule-action.js';

/** What one record adds to a tally; the matcher writes it, the notifier sums it up. */
export const TallyEntry = z.object({
  /** Identity of the record. */
  uid: z.string(),
  /** Event time, epoch milliseconds. */
  atMs: z.number(),
  eventName: z.string(),
  /** Ids of instances it launched or terminated. */
  launched: z.array(z.string()).optional(),
  terminated: z.array(z.string()).optional(),
});
export type TallyEntry = z.infer<typeof TallyEntry>;

/** What a later message counted. */
export const Tally = z.object({
  /** Event time of the first and last moment counted, ISO 8601; `until` is not part of it. */
  from: z.string(),
  until: z.string(),
  /** Field → value that the counted records have in common with the alert. */
  group: z.record(z.string(), z.string().nullable()),
  /** Event name → records; names of which none came are there with 0. */
  records: z.array(z.object({ eventName: z.string(), count: z.number().int().min(0) })),
  /** Different instances; absent where no record said anything of instances. */
  launched: z.number().int().optional(),
  terminated: z.number().int().optional(),
  /** Records of the account and region that do not say which group they belong to, and are not counted. */
  ungrouped: z.number().int().optional(),
  /** More came than are kept. */
  isAtLeast: z.boolean(),
});
export type Tally = z.infer<typeof Tally>;

/** Most records that are kept of one tally. */
export const maxTallyEntries = 10_000;

/** Where the records are kept that one action of one rule counts for one group. A null stands for "it does not say". */
export function tallyKey(
  rule: string,
  { eventNames, groupBy }: Summarise,
  place: { readonly account: string | null; readonly region: string | null; readonly group: readonly GroupValue[] },
): string {
  const counted = [[...eventNames].sort(), groupBy];
  return sha256Base64Url(canonicalJson(['v1', rule, counted, place.account, place.region, place.group]), 32);
}
