import type { Parsed, Problem } from '@trailhound/contracts';
import type { ReadContext } from '../languages/document-language.js';
import type { NamedValues, TextLanguage } from '../languages/language.js';
import type { PlacedLint } from '../lint/placed-lint.js';
import { ruleKeyLints } from '../lint/rule-key-lints.js';
import type { Suppression } from '../rule.js';
import type { SourceDocument } from '../source/source-document.js';
import { lowerText } from './lower-text.js';
import { readRuleKeys } from './read-rule-keys.js';
import { readSuppression } from './read-suppression.js';
import type { RuleDraft } from './rule-draft.js';
import type { RuleFileKeys } from './rule-schema.js';

const triggerKeys = ['eventNames', 'eventSources', 'accounts', 'regions'] as const;

/** Reads a rule document whose condition is one text of `language`. */
export function readTextRule(
  document: SourceDocument,
  language: TextLanguage,
  context: ReadContext,
): Parsed<readonly RuleDraft[]> {
  const read = readRuleKeys(document, context);
  if (!read.ok) return read;
  const { keys, written } = read.value;
  const problems: Problem[] = [...triggerProblems(document, written, language)];
  if (written.condition === undefined) {
    const message = `condition is missing: a ${language.name} rule needs one`;
    return { ok: false, problems: [...problems, { code: 'RULE_MISSING_KEY', message, place: document.place }] };
  }
  const values: NamedValues = { ...written.values, ...context.values };
  const lowered = lowerText(document, ['condition'], { language, values, subject: keys.id });
  problems.push(...lowered.problems);
  const lints: PlacedLint[] = [...lowered.lints, ...ruleKeyLints(document, keys)];
  const suppressions: Suppression[] = [];
  for (const [index, entry] of (written.suppressions ?? []).entries()) {
    const id = `${keys.id}/suppression-${index + 1}`;
    const found = readSuppression(document, ['suppressions', index], entry, { ...context, id, language, values });
    problems.push(...found.problems);
    lints.push(...found.lints.map((lint) => ({ ...lint, subject: keys.id })));
    if (found.suppression) suppressions.push(found.suppression);
  }
  if (problems.length > 0 || lowered.condition === undefined) return { ok: false, problems };
  const conditionText = String(written.condition);
  const draft: RuleDraft = {
    ...keys,
    language: language.name,
    sourceText: conditionText.trim(),
    conditionText,
    condition: lowered.condition,
    suppressions,
    lints,
  };
  return { ok: true, value: [draft] };
}

function triggerProblems(document: SourceDocument, written: RuleFileKeys, language: TextLanguage): Problem[] {
  return triggerKeys
    .filter((key) => written[key] !== undefined)
    .map((key) => ({
      code: 'RULE_TRIGGER_KEY',
      message: `${key} belongs to trigger languages; a ${language.name} rule would not look at it`,
      fix: `say it in the condition, or name a trigger language such as gorillastack`,
      place: document.placeOfKey([key]),
    }));
}
