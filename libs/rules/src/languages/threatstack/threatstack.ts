import { loweringResult, refuseTooLong } from '../kit/lowering-result.js';
import type { TextLanguage } from '../language.js';
import { lintFilter } from './lints.js';
import { lowerFilter } from './lower.js';
import { parseFilter } from './parser.js';

/** Threat Stack's filter language; docs/languages/threatstack.md is its page. */
export const threatstack: TextLanguage = {
  name: 'threatstack',
  lower(source, values) {
    const refusal = refuseTooLong(source);
    if (refusal !== undefined) return refusal;
    const { filter, problems } = parseFilter(source);
    const condition = lowerFilter(filter, values, problems);
    return loweringResult(source, condition, problems, lintFilter(filter, source));
  },
};
