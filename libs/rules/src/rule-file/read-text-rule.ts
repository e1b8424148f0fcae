import type { Parsed, Problem } from '@trailhound/contracts';
import type { ReadContext } from '../languages/document-language.js';
import type { NamedValues, TextLanguage } from '../languages/language.js';
import type { PlacedLint } from '../lint/placed-lint.js';
import { ruleKeyLints } from '../lint/rule-key-lints.js';
import type { SourceDocument } from '../source/source-document.js';
import { configuredLanguage } from './language-options.js';
import { lowerText } from './lower-text.js';
import { readRuleKeys } from './read-rule-keys.js';
import { readRuleSuppressions } from './read-rule-suppressions.js';
import type { RuleDraft } from './rule-draft.js';
import { triggerKeyProblems } from './trigger-keys.js';

/** Reads a rule document whose condition is one text of the named language, under the options the document gives. */
export function readTextRule(
  document: SourceDocument,
  named: TextLanguage,
  context: ReadContext,
): Parsed<readonly RuleDraft[]> {
  const read = readRuleKeys(document, context);
  if (!read.ok) return read;
  const { keys, written } = read.value;
  const { language, problems: misplaced } = configuredLanguage(document, written, named);
  const problems: Problem[] = [...misplaced, ...triggerKeyProblems(document, written, language.name)];
  if (written.condition === undefined) {
    const message = `condition is missing: a ${language.name} rule needs one`;
    return { ok: false, problems: [...problems, { code: 'RULE_MISSING_KEY', message, place: document.place }] };
  }
  const values: NamedValues = { ...written.values, ...context.values };
  const lowered = lowerText(document, ['condition'], { language, values, subject: keys.id });
  problems.push(...lowered.problems);
  const lints: PlacedLint[] = [...lowered.lints, ...ruleKeyLints(document, keys)];
  const muted = readRuleSuppressions(document, keys.id, written.suppressions, { ...context, language, values });
  problems.push(...muted.problems);
  lints.push(...muted.lints);
  const missed =
    keys.watch?.kind === 'absence' && keys.watch.of !== undefined
      ? lowerText(document, ['absence', 'of'], { language, values, subject: keys.id })
      : undefined;
  problems.push(...(missed?.problems ?? []));
  lints.push(...(missed?.lints ?? []));
  if (problems.length > 0 || lowered.condition === undefined) return { ok: false, problems };
  const conditionText = String(written.condition);
  const draft: RuleDraft = {
    ...keys,
    language: language.name,
    sourceText: conditionText.trim(),
    conditionText,
    condition: lowered.condition,
    ...(missed?.condition && { missed: missed.condition }),
    suppressions: muted.suppressions,
    lints,
  };
  return { ok: true, value: [draft] };
}
