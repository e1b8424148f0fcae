import { z } from 'zod';

const Count = z.number().int().min(0);

/** Records by the paths that brought them: objects of a bucket, events of the bus, or both in time. */
export const PathCounts = z.object({ both: Count, onlyObjects: Count, onlyEvents: Count });
export type PathCounts = z.infer<typeof PathCounts>;

/**
 * What was seen of one account in one region. Two of them about the same trail can be joined, whoever saw what and how
 * often: hours are a set, moments are the latest of both; only counts add up.
 */
export const TrailActivity = z.object({
  records: Count,
  /** Largest eventTime, epoch milliseconds. */
  lastEventMs: z.number(),
  /** When the last record of it was collected, wall clock, epoch milliseconds. */
  lastSeenMs: z.number(),
  /** Hours (UTC, by eventTime) in which anything happened: days since 1970 → a bit for each of 24 hours. */
  hours: z.record(z.string().regex(/^-?\d+$/), z.number().int().min(0).max(0xffffff)),
  /** From eventTime to delivery: days since 1970, by when it was collected → records by bucket of `lagBucketOf`. */
  lag: z.record(z.string().regex(/^-?\d+$/), z.array(Count)),
  /** Objects, messages and streams by the kind of source that brought them. */
  inputs: z.record(z.string(), Count),
  /** Absent until anything was compared. */
  paths: PathCounts.optional(),
});
export type TrailActivity = z.infer<typeof TrailActivity>;

/** What is stored of one account: its regions. */
export const AccountActivity = z.object({ version: z.literal(1), regions: z.record(z.string(), TrailActivity) });
export type AccountActivity = z.infer<typeof AccountActivity>;

/** What is stored of all: which accounts there are, and the trails seen, as `s3://bucket/prefix`. */
export const ActivityIndex = z.object({
  version: z.literal(1),
  accounts: z.array(z.string()),
  trails: z.array(z.string()),
});
export type ActivityIndex = z.infer<typeof ActivityIndex>;

/** Where collectors keep it and the console reads it: a scope of the checkpoint store, and keys in it. */
export const completenessKeys = {
  scope: 'completeness',
  index: 'index',
  account: (account: string) => `account/${account}`,
} as const;
