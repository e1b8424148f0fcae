import type { Problem } from '@trailhound/contracts';
import type { TextLanguage } from '../languages/language.js';
import { languageOptionKeys } from '../languages/language-options.js';
import type { SourceDocument } from '../source/source-document.js';
import type { RuleFileKeys } from './rule-schema.js';

/** The language as the rule file wants it read, and the option keys that belong to other languages. */
export function configuredLanguage(
  document: SourceDocument,
  written: RuleFileKeys,
  language: TextLanguage,
): { readonly language: TextLanguage; readonly problems: readonly Problem[] } {
  const foreign = Object.keys(languageOptionKeys).filter(
    (key) => key !== language.name && written[key as keyof typeof languageOptionKeys] !== undefined,
  );
  const problems = foreign.map((key) => ({
    code: 'RULE_OPTION_KEY',
    message: `${key} sets options of the language ${key}; a ${language.name} rule would not look at them`,
    fix: `take it out, or write language: ${key}`,
    place: document.placeOfKey([key]),
  }));
  return { language: language.configure?.(written) ?? language, problems };
}
