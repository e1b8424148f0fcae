import type { Parsed, Problem } from '@trailhound/contracts';
import type { PlacedLint } from '../../lint/placed-lint.js';
import type { SourceDocument } from '../../source/source-document.js';
import { valueAt } from '../../source/value-at.js';
import type { ReadContext, RuleFilter } from '../document-language.js';
import { detectionLints } from './lints.js';
import { logsourceProblem } from './logsource.js';
import { lowerDetection } from './lower-detection.js';
import { type Findings, readDetection } from './read-detection.js';
import { readValues, textAt, textsAt } from './read-metadata.js';
import { sigmaId } from './read-rule.js';

/** Reads a global filter: a condition that the rules it names must satisfy as well. */
export function readSigmaFilter(document: SourceDocument, context: ReadContext): Parsed<RuleFilter> {
  const id = sigmaId(document, context);
  const problems: Problem[] = [];
  const lints: PlacedLint[] = [];
  const findings: Findings = { problems, lints, subject: id };
  const logsource = logsourceProblem(document, true);
  if (logsource !== undefined) problems.push(logsource);
  const detection = readDetection(document, 'filter', ['rules'], findings);
  const condition = lowerDetection(document, detection, readValues(document, context.values), findings);
  lints.push(...detectionLints(document, 'filter', detection, id));
  const rules = textsAt(document, ['filter', 'rules']);
  if (rules.length === 0) {
    const fix = 'list ids or names of rules, or write any';
    problems.push({
      code: 'RULE_MISSING_KEY',
      message: 'filter.rules is missing',
      fix,
      place: document.placeOf(['filter']),
    });
  }
  if (problems.length > 0) return { ok: false, problems };
  const isAll = rules.length === 1 && rules[0]?.toLowerCase() === 'any';
  const isList = Array.isArray(valueAt(document.value, ['filter', 'rules']));
  const references = rules.map((name, index) => ({
    name,
    place: document.placeOf(isList ? ['filter', 'rules', index] : ['filter', 'rules']),
  }));
  const title = textAt(document, ['title']) ?? id;
  return {
    ok: true,
    value: { id, title, language: 'sigma', rules: isAll ? 'any' : references, condition, text: detection.text, lints },
  };
}
