import { z } from 'zod';

/** `lucene:` of a rule file: how its query is read. docs/languages/lucene.md says what each of them changes. */
export const LuceneOptions = z.strictObject(
  {
    mode: z.enum(['compat', 'strict'], { error: 'must be compat or strict' }).default('compat').meta({
      description:
        'compat: read as its author meant, with a lint wherever that differs from Elasticsearch; strict: as Elasticsearch does.',
    }),
    defaultOperator: z
      .enum(['OR', 'AND'], { error: 'must be OR or AND' })
      .default('OR')
      .meta({ description: 'What joins two clauses that stand side by side.' }),
    boolean: z.enum(['precedence', 'classic'], { error: 'must be precedence or classic' }).default('precedence').meta({
      description: 'precedence: NOT before AND before OR; classic: required, optional and forbidden clauses.',
    }),
  },
  { error: 'must be a mapping with mode, defaultOperator and boolean' },
);
export type LuceneOptions = z.output<typeof LuceneOptions>;

export const defaultLuceneOptions: LuceneOptions = LuceneOptions.parse({});
