import { RevisionMessage } from '@trailhound/contracts';
import { SuppressionFileKeys } from '@trailhound/rules';
import { z } from 'zod';
import { once, text } from '../http/parameters.js';

const revision = once.regex(/^\d{1,15}$/, 'the number of a revision').transform(Number);
const shared = {
  by: text.default('api').describe('who does it, for the history'),
  note: once.max(2_000, 'at most 2000 characters').optional().describe('why, in their words'),
};
const force = z
  .enum(['true', 'false'])
  .default('false')
  .transform((given) => given === 'true')
  .describe('true: also suppressions without an end or of over 90 days');

/** Query parameters of a new rule or suppression. */
export const CreateQuery = z.strictObject({
  ...shared,
  force,
  revision: revision
    .optional()
    .describe('refuse it with 409 where another revision than this is in force; absent: add to what is')
    .meta({ type: 'integer', minimum: 0 }),
});
export type CreateQuery = z.output<typeof CreateQuery>;

/** Query parameters of a change to what is there. */
export const EditQuery = z.strictObject({
  ...shared,
  force,
  revision: revision
    .describe('the revision the change was made from; 409 where another is in force')
    .meta({ type: 'integer', minimum: 1 }),
});
export type EditQuery = z.output<typeof EditQuery>;

/** As much as a rule file may hold. */
const fileText = z
  .string()
  .min(1)
  .max(256 * 1024);

/** Body of `POST /api/rules`. */
export const NewRule = z
  .strictObject({
    text: fileText.describe('of a rule file, in any of the languages'),
    file: text.optional().describe('its name; absent: one under console/'),
  })
  .meta({ id: 'NewRule' });
export type NewRule = z.output<typeof NewRule>;

/** Body of `PUT /api/rules/{id}`. */
export const RuleText = z
  .strictObject({ text: fileText.describe('the file the rule stands in, whole, as `GET` answers it') })
  .meta({ id: 'RuleText' });
export type RuleText = z.output<typeof RuleText>;

const newId = z.string().min(1).max(200);

/** Body of `POST /api/rules/{id}/clone`. */
export const CloneBody = z.strictObject({ id: newId.describe('of the copy') }).meta({ id: 'RuleClone' });
export type CloneBody = z.output<typeof CloneBody>;

/** Body of `POST /api/suppressions`. */
export const NewSuppression = SuppressionFileKeys.extend({ id: newId }).meta({ id: 'NewSuppression' });
export type NewSuppression = z.output<typeof NewSuppression>;

/** Body of `PUT /api/suppressions/{id}`: all of it; what is not given is gone. */
export const SuppressionBody = SuppressionFileKeys.omit({ id: true }).meta({ id: 'SuppressionKeys' });
export type SuppressionBody = z.output<typeof SuppressionBody>;

/** What a write did. */
export const RulesWritten = z
  .object({
    outcome: z.enum(['pushed', 'unchanged']).describe('unchanged: it was so already'),
    revision: z.int().describe('the revision in force with it'),
    by: z.string(),
    at: z.string().describe('when that revision was made, ISO 8601'),
    changes: RevisionMessage.shape.changes.describe('what that revision changed from the one before'),
  })
  .meta({ id: 'RulesWritten' });
export type RulesWritten = z.output<typeof RulesWritten>;
