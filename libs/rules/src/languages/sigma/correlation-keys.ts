import { z } from 'zod';
import { correlationTypes } from '../../correlation/correlation.js';

const name = z.string({ error: 'must be text' }).min(1, { error: 'must not be empty' });
const names = z.union(
  [
    name,
    z.array(name).min(1, { error: 'must not be an empty list' }).max(100, { error: 'must be a list of at most 100' }),
  ],
  {
    error: 'must be a name or a list of names',
  },
);
const bound = z.number({ error: 'must be a number' }).optional();

/** The `correlation` of a document, as written; keys nobody knows are left alone. */
export const CorrelationKeys = z.looseObject({
  correlation: z.looseObject({
    type: z.enum(correlationTypes, { error: `must be one of ${correlationTypes.join(', ')}` }),
    rules: names,
    'group-by': names.optional(),
    timespan: z
      .string({ error: 'must be a duration such as 90s, 10m, 24h, 7d or 1w' })
      .regex(/^\d{1,9}[smhdw]$/, { error: 'must be a duration such as 90s, 10m, 24h, 7d or 1w' }),
    aliases: z
      .record(z.string(), z.record(z.string(), name, { error: 'must be a mapping of rules to fields' }), {
        error: 'must be a mapping of aliases',
      })
      .optional(),
    condition: z
      .union(
        [
          z.string(),
          z.looseObject({
            gt: bound,
            gte: bound,
            lt: bound,
            lte: bound,
            eq: bound,
            neq: bound,
            field: names.optional(),
            percentile: z
              .number({ error: 'must be a number from 0 to 100' })
              .min(0, { error: 'must be a number from 0 to 100' })
              .max(100, { error: 'must be a number from 0 to 100' })
              .optional(),
          }),
        ],
        { error: 'must be a mapping such as { gte: 10 }, or rules joined by and, or, not' },
      )
      .optional(),
    generate: z.boolean({ error: 'must be true or false' }).optional(),
  }),
  generate: z.boolean({ error: 'must be true or false' }).optional(),
});
export type CorrelationKeys = z.infer<typeof CorrelationKeys>;
export type CorrelationBody = CorrelationKeys['correlation'];
