import { z } from 'zod';
import { languageNames } from '../languages/language.js';
import { suppressionKeys } from '../rule-file/rule-schema.js';

const names = (what: string) =>
  z
    .array(z.string().min(1, { error: 'must not be empty' }), { error: `must be a list of ${what}` })
    .max(1000)
    .optional();

/** A document of a suppression file, as written. */
export const SuppressionFileKeys = z
  .strictObject({
    id: z.string({ error: 'must be text' }).min(1, { error: 'must not be empty' }).max(200).optional(),
    rules: names('rule ids').meta({ description: 'Ids of the rules it mutes; "*" stands for every rule.' }),
    packs: names('pack names').meta({ description: 'Names of the packs whose rules it mutes.' }),
    language: z
      .enum(languageNames, { error: `must be one of ${languageNames.join(', ')}` })
      .optional()
      .meta({ description: 'Of the filter in `when`; threatstack where absent.' }),
    ...suppressionKeys,
  })
  .meta({ title: 'Trailhound suppression' });
export type SuppressionFileKeys = z.infer<typeof SuppressionFileKeys>;

/** docs/reference/suppression.schema.json: JSON Schema (draft 2020-12) of a suppression document, for editors. */
export function suppressionSchemaText(): string {
  const schema = z.toJSONSchema(SuppressionFileKeys, { io: 'input', target: 'draft-2020-12' });
  return `${JSON.stringify(schema, null, 2)}\n`;
}
