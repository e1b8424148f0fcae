import type { z } from 'zod';
import { JsonataOptions } from './jsonata/options.js';
import { LuceneOptions } from './lucene/options.js';

/** Keys of a rule file, each named like the language whose reading of the condition it changes. A language with options is a line here. */
export const languageOptionKeys = {
  lucene: LuceneOptions.optional().meta({ description: 'Rules of language lucene only: how the query is read.' }),
  jsonata: JsonataOptions.optional().meta({ description: 'Rules of language jsonata only: what is asked.' }),
} as const;

/** What a rule file says of the reading of its condition, defaults applied. */
export type LanguageOptions = z.output<z.ZodObject<typeof languageOptionKeys>>;
