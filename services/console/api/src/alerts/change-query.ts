import { z } from 'zod';
import { once, text } from '../http/parameters.js';

/** Query parameters of what people do to an alert. */
export const ChangeQuery = z.strictObject({
  by: text.default('api').describe('who does it'),
  note: once.max(2_000, 'at most 2000 characters').optional().describe('why, in their words'),
});
export type ChangeQuery = z.output<typeof ChangeQuery>;
