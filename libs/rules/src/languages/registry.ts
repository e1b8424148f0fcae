import { cloudwatch } from './cloudwatch/cloudwatch.js';
import type { DocumentLanguage } from './document-language.js';
import { eventbridge } from './eventbridge/eventbridge.js';
import { gorillastack } from './gorillastack/gorillastack.js';
import { jsonataLanguage } from './jsonata/jsonata.js';
import type { TextLanguage } from './language.js';
import { readCoralogixAlert } from './lucene/import/coralogix.js';
import { readElastAlertRule } from './lucene/import/elastalert.js';
import { readOpenSearchMonitor } from './lucene/import/opensearch.js';
import { lucene } from './lucene/lucene.js';
import { panther } from './panther/panther.js';
import { sigma } from './sigma/sigma.js';
import { threatstackRuleObject } from './threatstack/rule-object.js';
import { threatstack } from './threatstack/threatstack.js';

/** The languages rules can be written in: one line a language. */
export interface LanguageRegistry {
  /** Their condition is one text in a rule document of Trailhound's own form. */
  readonly text: readonly TextLanguage[];
  /** Their rules are documents of a shape of their own, or conditions that are more than one text. */
  readonly document: readonly DocumentLanguage[];
}

export const languageRegistry: LanguageRegistry = {
  text: [threatstack, lucene, cloudwatch, jsonataLanguage],
  document: [
    sigma,
    eventbridge,
    gorillastack,
    panther,
    threatstackRuleObject,
    readCoralogixAlert,
    readElastAlertRule,
    readOpenSearchMonitor,
  ],
};
