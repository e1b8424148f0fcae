import { didYouMean, type Parsed } from '@trailhound/contracts';
import type { RuleDraft } from '../../rule-file/rule-draft.js';
import type { SourceDocument } from '../../source/source-document.js';
import { valueAt } from '../../source/value-at.js';
import type { DocumentLanguage } from '../document-language.js';
import { diagnoseLostIndentation } from './file/lost-indentation.js';
import { readPantherCorrelation } from './file/read-correlation.js';
import { readPantherRule } from './file/read-rule.js';

/** What else Panther keeps in files of this form, which are no rules over records. */
const otherTypes = [
  'policy',
  'scheduled_rule',
  'scheduled_query',
  'saved_query',
  'global',
  'datamodel',
  'lookup_table',
  'pack',
  'derived',
];

/** Panther's rules as their authors publish them; docs/languages/panther.md is its page. */
export const panther: DocumentLanguage = {
  name: 'panther',
  shape: 'a mapping with AnalysisType, or with RuleID and Detection or Filename',
  recognises(document) {
    const has = (key: string): boolean => valueAt(document.value, [key]) !== undefined;
    return has('AnalysisType') || (has('RuleID') && (has('Detection') || has('Filename')));
  },
  read(document, context) {
    const type = valueAt(document.value, ['AnalysisType']) ?? 'rule';
    if (type === 'rule') return readPantherRule(document, context);
    if (type === 'correlation_rule') return readPantherCorrelation(document, context);
    return refuseType(document, type);
  },
  diagnose: diagnoseLostIndentation,
};

function refuseType(document: SourceDocument, type: unknown): Parsed<readonly RuleDraft[]> {
  const name = JSON.stringify(type);
  const isOther = typeof type === 'string' && otherTypes.includes(type);
  const near = typeof type === 'string' ? didYouMean(type, ['rule', 'correlation_rule']) : undefined;
  const message = isOther
    ? `AnalysisType ${name} is no rule over CloudTrail records`
    : `AnalysisType ${name} is not known; rule and correlation_rule are read`;
  const fix = isOther ? 'keep it elsewhere' : `did you mean ${near ?? 'rule'}?`;
  return { ok: false, problems: [{ code: 'RULE_LOGSOURCE', message, fix, place: document.placeOf(['AnalysisType']) }] };
}
