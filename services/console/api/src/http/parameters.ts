import { z } from 'zod';

/** A parameter given once; the query parser makes a list of one that is repeated. */
export const once = z.string({ error: 'give it once' });

/** Text of a parameter. */
export const text = once
  .min(1, 'must not be empty')
  .max(512, 'at most 512 characters')
  .regex(/^[^\p{Cc}]*$/u, 'must not hold control characters');

/** A date, or a date and time with its offset; a date is its midnight in UTC. */
export const time = once
  .refine(
    (value) => z.union([z.iso.date(), z.iso.datetime({ offset: true })]).safeParse(value).success,
    'write an ISO 8601 time with its offset, such as 2026-11-21T22:00:00Z, or a date',
  )
  .transform((value) => Date.parse(value));
