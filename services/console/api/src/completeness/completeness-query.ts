import { z } from 'zod';
import { once, text } from '../http/parameters.js';

const maxTrails = 5_000;

/** Query parameters of `GET /api/completeness`. */
export const CompletenessQuery = z.strictObject({
  account: once
    .regex(/^(\d{12}|other)$/, '12 digits')
    .optional()
    .describe('id of an AWS account'),
  region: text.optional().describe('name of a region'),
  limit: once
    .regex(/^[1-9]\d{0,8}$/, 'a whole number from 1')
    .default('1000')
    .transform((digits) => Math.min(Number(digits), maxTrails))
    .describe(`most trails; more than ${maxTrails} gives ${maxTrails}`)
    .meta({ type: 'integer', minimum: 1, default: 1000 }),
});
export type CompletenessQuery = z.output<typeof CompletenessQuery>;
