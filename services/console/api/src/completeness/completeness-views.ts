import { z } from 'zod';

const Moment = z.string().describe('ISO 8601');

export const TrailGapView = z.object({ from: Moment, to: Moment }).meta({ id: 'TrailGap' });

export const PathsView = z
  .object({
    both: z.number().int(),
    onlyObjects: z.number().int().describe('reads and data events, which the bus is not sent, are among them'),
    onlyEvents: z.number().int().describe('no object had them'),
  })
  .meta({ id: 'TrailPaths' });

/** One account in one region. */
export const TrailView = z
  .object({
    account: z.string(),
    region: z.string(),
    records: z.number().int().describe('collected; redeliveries count again'),
    lastEvent: Moment.optional().describe('largest eventTime'),
    lastSeen: Moment.describe('when the last record was collected'),
    lagP50Seconds: z.number().optional().describe('from event to delivery, half of the records of the last two days'),
    lagP99Seconds: z.number().optional().describe('from event to delivery, 99 of 100'),
    inputs: z
      .record(z.string(), z.number().int())
      .describe('objects, messages and streams by the source that brought them'),
    paths: PathsView.optional().describe(
      'records by what brought them within two hours, objects of a bucket or events of the bus; absent until counted',
    ),
    gaps: z
      .array(TrailGapView)
      .describe('whole hours without a record between hours with some, the latest first; two weeks'),
    quietSince: Moment.optional().describe('present while it is silent for longer than its rhythm knows'),
    quietAfterSeconds: z
      .number()
      .optional()
      .describe('the silence after which it is called quiet; absent until learned'),
  })
  .meta({ id: 'Trail' });
export type TrailView = z.output<typeof TrailView>;

export const CompletenessView = z
  .object({
    at: Moment,
    tracked: z.number().int().describe('pairs of account and region that match the query'),
    quiet: z.number().int(),
    trails: z.array(TrailView).describe('quiet ones first, then by account and region'),
  })
  .meta({ id: 'Completeness' });
export type CompletenessView = z.output<typeof CompletenessView>;
