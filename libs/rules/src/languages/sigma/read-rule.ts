import { canonicalJson, type Parsed, type Problem } from '@trailhound/contracts';
import { checkCondition } from '../../condition/check-condition.js';
import type { PlacedLint } from '../../lint/placed-lint.js';
import { acceptLints } from '../../lint/rule-key-lints.js';
import type { RuleDraft } from '../../rule-file/rule-draft.js';
import type { SourceDocument } from '../../source/source-document.js';
import { valueAt } from '../../source/value-at.js';
import type { ReadContext } from '../document-language.js';
import { detectionLints } from './lints.js';
import { logsourceProblem } from './logsource.js';
import { lowerDetection } from './lower-detection.js';
import { type Findings, readDetection } from './read-detection.js';
import { readMetadata, readValues, textAt } from './read-metadata.js';

/** Keys inside `detection` that are no searches. */
const reserved = ['timeframe'];

/** Reads a detection rule. Its identity is the RFC 8785 JSON of `detection` and `logsource`. */
export function readSigmaRule(document: SourceDocument, context: ReadContext): Parsed<readonly RuleDraft[]> {
  const id = sigmaId(document, context);
  const problems: Problem[] = [];
  const lints: PlacedLint[] = [];
  const findings: Findings = { problems, lints, subject: id };
  const action = valueAt(document.value, ['action']);
  if (action !== undefined) problems.push(refusedAction(document));
  const logsource = logsourceProblem(document, false);
  if (logsource !== undefined) problems.push(logsource);
  const detection = readDetection(document, 'detection', reserved, findings);
  const condition = lowerDetection(document, detection, readValues(document, context.values), findings);
  problems.push(...wholeProblems(document, condition, problems));
  const metadata = readMetadata(document, id, findings);
  lints.push(...detectionLints(document, 'detection', detection, id), ...acceptLints(document, metadata));
  if (problems.length > 0) return { ok: false, problems };
  const draft: RuleDraft = {
    ...metadata,
    counting: { groupBy: [], threshold: null, dedupMs: null },
    language: 'sigma',
    sourceText: canonicalJson({
      detection: valueAt(document.value, ['detection']),
      logsource: valueAt(document.value, ['logsource']),
    }),
    conditionText: detection.text,
    condition,
    suppressions: [],
    lints,
  };
  return { ok: true, value: [draft] };
}

/** The rule's id: `id`, else `name`, else what its file gives it. */
export function sigmaId(document: SourceDocument, { defaultId }: ReadContext): string {
  return textAt(document, ['id']) ?? textAt(document, ['name']) ?? defaultId;
}

/** What is wrong with the condition as a whole (its size), when no part of it is at fault. */
function wholeProblems(
  document: SourceDocument,
  condition: Parameters<typeof checkCondition>[0],
  found: readonly Problem[],
): readonly Problem[] {
  if (found.length > 0) return [];
  const place = document.placeOf(['detection', 'condition']);
  return checkCondition(condition).map(({ code, message, fix }) => ({ code, message, ...(fix && { fix }), place }));
}

function refusedAction(document: SourceDocument): Problem {
  return {
    code: 'E-SIGMA-V1',
    message: '"action" joined the documents of a file in Sigma 1; every document now stands for itself',
    fix: 'write logsource and detection out in each document',
    place: document.placeOfKey(['action']),
  };
}
