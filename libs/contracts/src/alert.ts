import { z } from 'zod';
import { EnrichedValue } from './enrichment-source.js';
import { severities } from './severity.js';

/** The largest record an alert carries whole, in bytes of its JSON; a larger one is cut and marked. */
export const maxAlertRecordBytes = 64 * 1024;

/** Who did it, as far as the record says. */
export const Actor = z.object({
  /** `userIdentity.type`: Root, IAMUser, AssumedRole, AWSService, … */
  type: z.string().optional(),
  /** What a person would call them: user name, role session, role, service. */
  name: z.string(),
  arn: z.string().optional(),
  accountId: z.string().optional(),
  /** The role behind an assumed-role session. */
  role: z.string().optional(),
});
export type Actor = z.infer<typeof Actor>;

/** Somebody who asked for the credentials that the one before in the chain acted with. */
export const ActorLink = Actor.extend({
  /** The record that shows it: `AssumeRole` and its like. */
  eventName: z.string(),
  eventTime: z.string(),
  eventID: z.string().nullable(),
});
export type ActorLink = z.infer<typeof ActorLink>;

export const AppliedSuppression = z.object({
  id: z.string(),
  reason: z.string(),
  owner: z.string(),
  until: z.string().optional(),
});
export type AppliedSuppression = z.infer<typeof AppliedSuppression>;

/** A value with the number of an alert's records that have it. */
export const TopValue = z.object({ value: z.string(), count: z.number().int().min(1) });
export type TopValue = z.infer<typeof TopValue>;

/** One record of an alert, small enough to list many. */
export const RecordRef = z.object({
  uid: z.string(),
  eventID: z.string().nullable(),
  eventTime: z.string(),
  input: z.string(),
  index: z.number().int(),
});
export type RecordRef = z.infer<typeof RecordRef>;

/** What CloudTrail Insights found, as far as its record says; rates are calls, or errors, a minute. */
export const Insight = z.object({
  /** `ApiCallRateInsight` or `ApiErrorRateInsight`. */
  type: z.string().nullable(),
  /** `Start` or `End`: each is a record of its own. */
  state: z.string().nullable(),
  average: z.number().nullable(),
  baselineAverage: z.number().nullable(),
  /** How long it was unusual; how long the baseline was taken over. */
  minutes: z.number().nullable(),
  baselineMinutes: z.number().nullable(),
  /** Of each attribute (`userIdentityArn`, `userAgent`, `errorCode`) the value behind most of it. */
  leading: z.array(z.object({ attribute: z.string(), value: z.string(), average: z.number().nullable() })),
});
export type Insight = z.infer<typeof Insight>;

/** Where what a later message of an alert counts is kept. */
export const TallyPlace = z.object({
  /** Which of the rule's actions asks for it, from 0. */
  action: z.number().int(),
  /** Field → the alert's own value, which the counted records have too. */
  group: z.record(z.string(), z.string().nullable()),
  key: z.string(),
  /** The same for records that do not say which group they belong to; absent where all are counted. */
  ungroupedKey: z.string().optional(),
});
export type TallyPlace = z.infer<typeof TallyPlace>;

/**
 * The message of topic `alerts`: immutable, as at first firing. Counts and times are those known then; the API and
 * `scan` show a bucket's final ones.
 */
export const Alert = z.object({
  version: z.literal(1),
  id: z.string().regex(/^[0-9a-f]{64}$/),
  /** The rule's id. */
  rule: z.string(),
  ruleTitle: z.string(),
  language: z.string(),
  pack: z.string().optional(),
  /** Of the rule set the batch was evaluated under. */
  revision: z.string(),
  severity: z.enum(severities),
  /** The rule's title with its {fields} filled in. */
  title: z.string(),
  description: z.string().optional(),
  /** True: recorded, never notified. */
  audit: z.boolean(),
  backfill: z.boolean(),
  /** Only with backfill: deliver it all the same. */
  notifyBackfill: z.boolean(),
  suppressedBy: z.array(AppliedSuppression),
  /** Group-by field → its text, null where the record has none; empty for rules without groups. */
  group: z.record(z.string(), z.string().nullable()),
  threshold: z
    .object({ count: z.number().int(), withinSeconds: z.number(), distinct: z.string().optional() })
    .optional(),
  count: z.number().int().min(1),
  firstEventTime: z.string(),
  lastEventTime: z.string(),
  /** When AWS delivered the record that made it due, ISO 8601; absent where the source does not know. */
  deliveredAt: z.string().optional(),
  /** Wall clock of the matcher that fired it, ISO 8601. */
  firedAt: z.string(),
  account: z.string().nullable(),
  region: z.string().nullable(),
  actor: Actor,
  /**
   * Who stands behind the role, as far as the stream had shown it: who asked for the credentials, who asked for those that
   * one had, and so on. Absent where nothing is known; no input to conditions.
   */
  actorChain: z.array(ActorLink).optional(),
  /** Only where the first record is what CloudTrail Insights found: event name, source and error are then of its calls. */
  insight: Insight.optional(),
  /** What enrichments knew of the first record, with where each value came from; absent where they knew nothing. */
  enriched: z.array(EnrichedValue).optional(),
  sourceIPAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  eventName: z.string().nullable(),
  eventSource: z.string().nullable(),
  errorCode: z.string().nullable(),
  /** Why it matched, one sentence a condition. */
  why: z.array(z.string()),
  /** The rule's `fields`, resolved on the first record. */
  fields: z.record(z.string(), z.unknown()),
  /** The most frequent values of the fields the rule sums up, over the records known when it fired. */
  summary: z.record(z.string(), z.array(TopValue)).optional(),
  records: z.array(RecordRef),
  /** The first record as AWS wrote it; null when larger than {@link maxAlertRecordBytes}. */
  record: z.unknown(),
  recordTruncated: z.boolean(),
  tags: z.array(z.string()),
  frameworks: z.record(z.string(), z.array(z.string())),
  runbook: z.string().optional(),
  reference: z.string().optional(),
  /** As the rule writes them; `readActions` says what they come to. */
  actions: z.array(z.unknown()),
  /** One for each of the actions that counts. */
  tallies: z.array(TallyPlace).optional(),
  /** Destinations the rule asks for, in addition to those of the routes; names that are not configured are passed over. */
  destinations: z.array(z.string()).optional(),
});
export type Alert = z.infer<typeof Alert>;
