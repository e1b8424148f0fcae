import { own } from '@trailhound/cloudtrail';
import { canonicalJson, type Parsed, type Problem } from '@trailhound/contracts';
import type { Condition } from '../../condition/condition.js';
import type { PlacedLint } from '../../lint/placed-lint.js';
import { ruleKeyLints } from '../../lint/rule-key-lints.js';
import type { Suppression } from '../../rule.js';
import { lowerText } from '../../rule-file/lower-text.js';
import { readRuleKeys } from '../../rule-file/read-rule-keys.js';
import { readSuppression } from '../../rule-file/read-suppression.js';
import type { RuleDraft } from '../../rule-file/rule-draft.js';
import { absenceOfProblems } from '../../rule-file/watch.js';
import type { SourceDocument } from '../../source/source-document.js';
import type { DocumentLanguage, ReadContext } from '../document-language.js';
import type { NamedValues } from '../language.js';
import { matchExpression } from './match-expression.js';
import { triggerConditions, triggerLints, triggerOf, triggerProblems } from './trigger.js';

/** GorillaStack's CloudTrail event trigger; docs/languages/gorillastack.md is its page. */
export const gorillastack: DocumentLanguage = {
  name: 'gorillastack',
  shape: 'a mapping with eventNames and a condition that is text, if any',
  recognises({ value }) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, 'eventNames')) return false;
    return typeof own(value, 'condition') !== 'object';
  },
  read: readTrigger,
};

function readTrigger(document: SourceDocument, context: ReadContext): Parsed<readonly RuleDraft[]> {
  const read = readRuleKeys(document, context);
  if (!read.ok) return read;
  const { keys, written } = read.value;
  const trigger = triggerOf(written);
  const problems: Problem[] = [
    ...triggerProblems(document, trigger),
    ...absenceOfProblems(document, written, 'gorillastack'),
  ];
  const lints: PlacedLint[] = [...triggerLints(document, trigger, keys.id), ...ruleKeyLints(document, keys)];
  const values: NamedValues = { ...written.values, ...context.values };
  const language = matchExpression;
  const conditions: Condition[] = [...triggerConditions(trigger)];
  if (written.condition !== undefined) {
    const lowered = lowerText(document, ['condition'], { language, values, subject: keys.id });
    problems.push(...lowered.problems);
    lints.push(...lowered.lints);
    if (lowered.condition !== undefined) conditions.push(lowered.condition);
  }
  const suppressions: Suppression[] = [];
  for (const [index, entry] of (written.suppressions ?? []).entries()) {
    const id = `${keys.id}/suppression-${index + 1}`;
    const found = readSuppression(document, ['suppressions', index], entry, { ...context, id, language, values });
    problems.push(...found.problems);
    lints.push(...found.lints.map((lint) => ({ ...lint, subject: keys.id })));
    if (found.suppression) suppressions.push(found.suppression);
  }
  if (problems.length > 0) return { ok: false, problems };
  const expression = typeof written.condition === 'string' ? written.condition : undefined;
  const sourceText = canonicalJson({ ...trigger, ...(expression !== undefined && { condition: expression.trim() }) });
  const condition: Condition = { kind: 'and', of: conditions };
  const conditionText = expression ?? sourceText;
  return {
    ok: true,
    value: [{ ...keys, language: 'gorillastack', sourceText, conditionText, condition, suppressions, lints }],
  };
}
