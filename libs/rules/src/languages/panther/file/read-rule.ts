import type { Parsed, Problem } from '@trailhound/contracts';
import { checkCondition } from '../../../condition/check-condition.js';
import { lintAt, type PlacedLint } from '../../../lint/placed-lint.js';
import { acceptLints } from '../../../lint/rule-key-lints.js';
import { checkKeys } from '../../../rule-file/check-keys.js';
import type { RuleDraft } from '../../../rule-file/rule-draft.js';
import type { SourceDocument } from '../../../source/source-document.js';
import { valueAt } from '../../../source/value-at.js';
import type { ReadContext } from '../../document-language.js';
import { enrichmentLints, listLints } from './lints.js';
import type { Logic } from './logic.js';
import { type Findings, readMetadata } from './metadata.js';
import { PantherKeys, unknownKeys } from './panther-keys.js';
import { readPythonLogic } from './python-rule.js';
import { readSimpleLogic } from './simple-rule.js';

/** The log type whose rules are read here. */
const logType = 'AWS.CloudTrail';

/** Reads a rule over CloudTrail records, its logic a Simple Detection or Python. */
export function readPantherRule(document: SourceDocument, context: ReadContext): Parsed<readonly RuleDraft[]> {
  const checked = checkKeys(document, PantherKeys);
  if (!checked.ok) return checked;
  const keys = checked.value;
  const id = keys.RuleID ?? context.defaultId;
  const problems: Problem[] = [];
  const lints: PlacedLint[] = [];
  const findings: Findings = { problems, lints, subject: id };
  const unknown = unknownKeys(document, id);
  problems.push(...unknown.problems);
  lints.push(...unknown.lints);
  checkLogTypes(document, keys, findings);
  const metadata = readMetadata(document, keys, findings);
  const logic = readLogic(document, keys, context, findings);
  lints.push(...acceptLints(document, metadata));
  if (logic === undefined || problems.length > 0) return { ok: false, problems };
  const refused = checkCondition(logic.condition);
  if (refused.length > 0) {
    const place = document.placeOf([keys.Filename === undefined ? 'Detection' : 'Filename']);
    return {
      ok: false,
      problems: refused.map(({ code, message, fix }) => ({ code, message, ...(fix && { fix }), place })),
    };
  }
  lints.push(...enrichmentLints(document, logic, id), ...listLints(document, id));
  const { isSilent, ...said } = logic;
  const wantsNone = keys.CreateAlert === false;
  const draft: RuleDraft = {
    ...metadata,
    ...said,
    language: 'panther',
    suppressions: [],
    lints,
    ...((isSilent === true || wantsNone) && { isSilent: true }),
  };
  return { ok: true, value: [draft] };
}

function readLogic(
  document: SourceDocument,
  keys: PantherKeys,
  context: ReadContext,
  findings: Findings,
): Logic | undefined {
  const hasDetection = valueAt(document.value, ['Detection']) !== undefined;
  const refuse = (message: string, fix: string): undefined => {
    findings.problems.push({ code: 'RULE_BAD_VALUE', message, fix, place: document.place });
    return undefined;
  };
  if (hasDetection && keys.Filename !== undefined)
    return refuse('the rule has both Detection and Filename', 'keep the one that is meant');
  if (hasDetection) return readSimpleLogic(document, keys, findings);
  if (keys.Filename !== undefined) return readPythonLogic(document, keys, context, findings);
  return refuse('the rule has neither Detection nor Filename', 'write Detection, or name its Python file');
}

function checkLogTypes(document: SourceDocument, { LogTypes: types }: PantherKeys, findings: Findings): void {
  if (types?.includes(logType)) return;
  if (types === undefined) {
    const message = `the rule names no LogTypes; it is taken to be about ${logType}`;
    const lint = { code: 'I-LOGTYPES', message, advice: `add LogTypes: [${logType}]` };
    findings.lints.push(lintAt(document.place, lint, findings.subject));
    return;
  }
  findings.problems.push({
    code: 'RULE_LOGSOURCE',
    message: `LogTypes (${types.slice(0, 5).join(', ')}) does not hold ${logType}: the rule is about other logs`,
    fix: 'keep it elsewhere; Trailhound reads CloudTrail only',
    place: document.placeOf(['LogTypes']),
  });
}
