import type { Parsed } from '@trailhound/contracts';
import type { RuleDraft } from '../rule-file/rule-draft.js';
import type { SourceDocument } from '../source/source-document.js';
import type { LanguageName, NamedValues } from './language.js';

/** What a document is read under, besides its own text. */
export interface ReadContext {
  /** The rule's id where its document names none: the file's stem, `stem#2` for the second document. */
  readonly defaultId: string;
  /** Values the configuration gives the rule's pack; they win over the rule's own. */
  readonly values: NamedValues;
  /** Epoch milliseconds to judge ends of suppressions against; absent = only what the file itself says is judged. */
  readonly nowMs?: number;
}

/**
 * A language whose rules are whole documents: native files of another product (Sigma, Panther, a Threat Stack export,
 * a bare EventBridge pattern), or rule files whose condition is more than one text. The latter read the common keys with
 * `readRuleKeys` and only lower their condition themselves.
 */
export interface DocumentLanguage {
  readonly name: LanguageName;
  /** How its documents look, for the error that says what was considered: `a mapping with logsource and detection`. */
  readonly shape: string;
  /** True when the document is of this language by its shape alone; must not be true of another language's documents. */
  recognises(document: SourceDocument): boolean;
  /** Pure and total: any document gives rules or problems with places, never an exception. */
  read(document: SourceDocument, context: ReadContext): Parsed<readonly RuleDraft[]>;
}
