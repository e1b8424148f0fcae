import type { Parsed, Problem } from '@trailhound/contracts';
import { ruleKeyLints } from '../../lint/rule-key-lints.js';
import { readRuleKeys } from '../../rule-file/read-rule-keys.js';
import { readRuleSuppressions } from '../../rule-file/read-rule-suppressions.js';
import type { RuleDraft } from '../../rule-file/rule-draft.js';
import { triggerKeyProblems } from '../../rule-file/trigger-keys.js';
import { absenceOfProblems } from '../../rule-file/watch.js';
import type { SourceDocument } from '../../source/source-document.js';
import { valueAt } from '../../source/value-at.js';
import type { ReadContext } from '../document-language.js';
import type { NamedValues } from '../language.js';
import { threatstack } from '../threatstack/threatstack.js';
import { lowerDocumentPattern } from './document-pattern.js';

/** True for a rule document that has a mapping as its condition: no other language has that. */
export function isPatternRule(value: unknown): boolean {
  const condition = valueAt(value, ['condition']);
  return typeof condition === 'object' && condition !== null && !Array.isArray(condition);
}

/**
 * Reads a rule document with an event pattern as `condition`. Its identity is the RFC 8785 JSON of the pattern as
 * written, named values unbound. Suppressions of such a rule are Threat Stack filters.
 */
export function readPatternRule(document: SourceDocument, context: ReadContext): Parsed<readonly RuleDraft[]> {
  const read = readRuleKeys(document, context);
  if (!read.ok) return read;
  const { keys, written } = read.value;
  const problems: Problem[] = [
    ...triggerKeyProblems(document, written, 'eventbridge'),
    ...absenceOfProblems(document, written, 'eventbridge'),
  ];
  if (!isPatternRule(document.value)) return { ok: false, problems: [...problems, noPattern(document)] };
  const values: NamedValues = { ...written.values, ...context.values };
  const pattern = lowerDocumentPattern(document, ['condition'], { values, subject: keys.id });
  const muted = readRuleSuppressions(document, keys.id, written.suppressions, {
    values,
    language: threatstack,
    ...(context.nowMs !== undefined && { nowMs: context.nowMs }),
  });
  problems.push(...pattern.problems, ...muted.problems);
  if (problems.length > 0) return { ok: false, problems };
  const draft: RuleDraft = {
    ...keys,
    language: 'eventbridge',
    sourceText: pattern.sourceText,
    conditionText: pattern.text,
    condition: pattern.condition,
    suppressions: muted.suppressions,
    lints: [...pattern.lints, ...muted.lints, ...ruleKeyLints(document, keys)],
  };
  return { ok: true, value: [draft] };
}

function noPattern(document: SourceDocument): Problem {
  const isText = document.textAt(['condition']) !== undefined;
  return {
    code: isText ? 'E-EB-NOT-A-PATTERN' : 'RULE_MISSING_KEY',
    message: isText
      ? 'the condition is a text; an event pattern is a mapping'
      : 'condition is missing: an eventbridge rule needs one',
    fix: isText
      ? 'remove the quotes or the "|" in front: JSON is YAML'
      : 'write condition: {"detail": {"eventName": ["StopLogging"]}}',
    place: document.placeOf(['condition']),
  };
}
