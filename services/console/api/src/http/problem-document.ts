import type { Problem } from '@trailhound/contracts';
import { z } from 'zod';

/** What is wrong with a rule or suppression, and where. */
export const ContentProblem = z.object({
  code: z.string().describe('stable; see docs/reference/errors.md'),
  message: z.string(),
  fix: z.string().optional().describe('what to do'),
  file: z.string().optional(),
  line: z.int().optional(),
  column: z.int().optional(),
});
export type ContentProblem = z.output<typeof ContentProblem>;

/** A problem as the API shows it. */
export function contentProblem({ code, message, fix, place }: Problem): ContentProblem {
  return { code, message, ...(fix !== undefined && { fix }), ...place };
}

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
  problems: z.array(ContentProblem).optional().describe('why what was sent for a rule or suppression is refused'),
});
export type ProblemDocument = z.output<typeof ProblemDocument>;
