import type { Problem } from '@trailhound/contracts';
import type { LanguageName } from '../languages/language.js';
import type { SourceDocument } from '../source/source-document.js';
import type { RuleFileKeys } from './rule-schema.js';

const triggerKeys = ['eventNames', 'eventSources', 'accounts', 'regions'] as const;

/** The keys of trigger languages that stand in a rule of a language that would not look at them. */
export function triggerKeyProblems(
  document: SourceDocument,
  written: RuleFileKeys,
  language: LanguageName,
): readonly Problem[] {
  return triggerKeys
    .filter((key) => written[key] !== undefined)
    .map((key) => ({
      code: 'RULE_TRIGGER_KEY',
      message: `${key} belongs to trigger languages; a ${language} rule would not look at it`,
      fix: `say it in the condition, or name a trigger language such as gorillastack`,
      place: document.placeOfKey([key]),
    }));
}
