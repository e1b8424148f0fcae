import { z } from 'zod';
import { maxThresholdCount, maxWindow } from '../../../rule-file/rule-schema.js';

const text = z.string({ error: 'must be text' });
const minutes = z
  .int({ error: 'must be a whole number of minutes' })
  .min(1, { error: 'must be at least 1' })
  .max(maxWindow.ms / 60_000, { error: `must be at most ${maxWindow.text}` });
const count = z
  .int({ error: 'must be a whole number' })
  .min(1, { error: 'must be at least 1' })
  .max(maxThresholdCount, { error: `must be at most ${maxThresholdCount}` });

const Entry = z.strictObject(
  {
    ID: text,
    RuleID: text,
    MinMatchCount: count.optional(),
    MaxMatchCount: count.optional(),
    Absence: z.boolean({ error: 'must be true or false' }).optional(),
  },
  { error: 'must be a mapping with ID and RuleID' },
);

const Transition = z.strictObject(
  {
    ID: text.optional(),
    From: text,
    To: text,
    WithinTimeFrameMinutes: minutes.optional(),
    Match: z
      .array(
        z.strictObject(
          { On: text.optional(), From: text.optional(), To: text.optional() },
          { error: 'must be a mapping with On, or with From and To' },
        ),
        { error: 'must be a list' },
      )
      .optional(),
  },
  { error: 'must be a mapping with From and To' },
);

const entries = z.array(Entry, { error: 'must be a list' }).min(1, { error: 'must not be empty' }).max(20);

/** What a Panther correlation rule looks for; the one item of its `Detection`. */
export const CorrelationDetection = z.strictObject(
  {
    Group: entries.optional(),
    Sequence: entries.optional(),
    Transitions: z.array(Transition, { error: 'must be a list' }).optional(),
    MatchCriteria: z
      .record(
        z.string(),
        z.array(z.strictObject({ GroupID: text, Match: text }, { error: 'must be a mapping with GroupID and Match' }), {
          error: 'must be a list',
        }),
        { error: 'must be a mapping of names to lists' },
      )
      .optional(),
    LookbackWindowMinutes: minutes.optional(),
    EventEvaluationOrder: text.optional(),
    Schedule: z.record(z.string(), z.unknown()).optional(),
  },
  { error: 'must be a mapping with Group or Sequence' },
);
export type CorrelationDetection = z.infer<typeof CorrelationDetection>;
export type CorrelationEntry = z.infer<typeof Entry>;

export const CorrelationRuleKeys = z.looseObject({
  Detection: z
    .array(CorrelationDetection, { error: 'must be a list' })
    .length(1, { error: 'must hold exactly one Group or Sequence' }),
});
