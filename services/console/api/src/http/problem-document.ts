import { z } from 'zod';

/** An error of the API: RFC 9457 (problem details), with the stable code. */
export const ProblemDocument = z.object({
  type: z.string().describe('names the kind of problem: `urn:trailhound:error:` and the code'),
  title: z.string().describe('the HTTP status in words'),
  status: z.int(),
  code: z.string().describe('stable; see docs/reference/errors.md'),
  detail: z.string(),
  requestId: z.string().describe('the same in the log'),
  errors: z
    .array(z.object({ parameter: z.string(), message: z.string() }))
    .optional()
    .describe('each parameter that was refused'),
});
export type ProblemDocument = z.output<typeof ProblemDocument>;
