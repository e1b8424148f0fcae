import { own } from '@trailhound/cloudtrail';
import type { DocumentLanguage } from '../document-language.js';
import { isBarePattern, isPutRule, readBarePattern, readPutRule } from './native-documents.js';
import { isPatternRule, readPatternRule } from './read-pattern-rule.js';

/**
 * EventBridge event patterns: rule files with the pattern as `condition`, and what EventBridge itself is given, a bare
 * pattern or the arguments of put-rule. docs/languages/eventbridge.md is its page.
 */
export const eventbridge: DocumentLanguage = {
  name: 'eventbridge',
  shape: 'a condition that is a mapping, a mapping with EventPattern, or an event pattern as the whole document',
  // An alert of Coralogix has a mapping as its condition too.
  recognises: ({ value }) =>
    (isPatternRule(value) && own(value, 'log_filter') === undefined) || isPutRule(value) || isBarePattern(value),
  read(document, context) {
    if (isPutRule(document.value)) return readPutRule(document, context);
    return isBarePattern(document.value) ? readBarePattern(document, context) : readPatternRule(document, context);
  },
};
