import type { SourceDocument } from '../../source/source-document.js';
import { valueAt } from '../../source/value-at.js';
import type { DocumentLanguage } from '../document-language.js';
import { readSigmaCorrelation } from './read-correlation.js';
import { readSigmaFilter } from './read-filter.js';
import { readSigmaRule } from './read-rule.js';

/** Sigma 2.1: detections, correlations and filters as their authors publish them; docs/languages/sigma.md is its page. */
export const sigma: DocumentLanguage = {
  name: 'sigma',
  shape: 'a mapping with detection and logsource, with correlation, or with filter and logsource',
  recognises(document) {
    return isMapping(document, 'detection') || isMapping(document, 'correlation') || isFilter(document);
  },
  read(document, context) {
    return isMapping(document, 'correlation') && !isMapping(document, 'detection')
      ? readSigmaCorrelation(document, context)
      : readSigmaRule(document, context);
  },
  readFilter(document, context) {
    return isFilter(document) ? readSigmaFilter(document, context) : undefined;
  },
};

function isFilter(document: SourceDocument): boolean {
  return (
    isMapping(document, 'filter') &&
    !isMapping(document, 'detection') &&
    !isMapping(document, 'correlation') &&
    valueAt(document.value, ['logsource']) !== undefined
  );
}

function isMapping(document: SourceDocument, key: string): boolean {
  const value = valueAt(document.value, [key]);
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
