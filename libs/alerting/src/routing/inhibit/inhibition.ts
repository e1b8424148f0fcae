import { z } from 'zod';
import { groupFields } from '../hold/policy.js';
import { matchKeys, RouteMatch } from '../route-match.js';
import { duration } from '../setting-duration.js';

const Side = RouteMatch.refine(
  (match) => matchKeys.some((key) => match[key] !== undefined),
  'say which alerts: severity, rule, pack, account, region, environment or tags',
);

/** That one alert speaks for others: an item of `routing.inhibit`. Times are milliseconds once read. */
export const Inhibition = z.strictObject({
  name: z
    .string()
    .min(1)
    .optional()
    .describe('what the ledger and `routes explain` call it; absent: its place in the list'),
  source: Side.describe('the roots: alerts that speak for others'),
  target: Side.describe('the consequences: alerts that are muted while a root speaks for them'),
  equal: z
    .array(z.enum(groupFields))
    .min(1)
    .describe('fields in which both have the same value; an alert that lacks one of them is not muted'),
  within: duration('1s')
    .default(3_600_000)
    .describe('how long after the first event of the root the first event of a consequence may lie; default 1h'),
  wait: duration('0s')
    .default(5_000)
    .describe('how long a consequence waits for a root that may still be on its way; default 5s'),
});
export type Inhibition = z.output<typeof Inhibition>;
