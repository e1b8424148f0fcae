import { severities } from '@trailhound/contracts';
import { z } from 'zod';
import { once } from '../http/parameters.js';

/** Query parameters of `POST /api/destinations/{name}/test`. */
export const TrialQuery = z.strictObject({
  severity: z.enum(severities).default('info').describe('of the trial'),
  dryRun: once
    .pipe(z.enum(['true', 'false']))
    .default('false')
    .transform((text) => text === 'true')
    .describe('true: show what would go out, and send nothing')
    .meta({ type: 'boolean', default: false }),
});
export type TrialQuery = z.output<typeof TrialQuery>;

/** What a trial of a destination came to, secrets masked. */
export const TrialReport = z
  .object({
    destination: z.string(),
    kind: z.string().describe('webhook, slack, pagerduty, …'),
    request: z.string().describe('what went out, line by line: where to, and headers'),
    body: z.string(),
    answer: z.string().optional().describe('what came back; absent where nothing was sent'),
    delivered: z.boolean().optional().describe('whether the destination took it'),
    reason: z.string().optional().describe('why it did not, as a stable word'),
    message: z.string().optional().describe('why it did not, for people'),
    durationMs: z.number().optional(),
  })
  .meta({ id: 'TrialReport' });
export type TrialReport = z.output<typeof TrialReport>;
