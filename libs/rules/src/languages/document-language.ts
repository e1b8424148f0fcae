import type { Parsed, Problem } from '@trailhound/contracts';
import type { Condition } from '../condition/condition.js';
import type { RuleReference } from '../correlation/correlation.js';
import type { PlacedLint } from '../lint/placed-lint.js';
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
  /** The text of a file the document names, from the same folder; undefined where there is none. */
  readonly sibling: (name: string) => string | undefined;
}

/** A file of a language that lost what makes it readable, under the id its rule would have. */
export interface BrokenFile {
  readonly id: string | undefined;
  readonly problem: Problem;
}

/** A document that is no rule itself: a condition that other rules must satisfy as well. */
export interface RuleFilter {
  readonly id: string;
  readonly title: string;
  readonly language: LanguageName;
  /** The rules it applies to; `any` means every rule of its language. */
  readonly rules: 'any' | readonly RuleReference[];
  readonly condition: Condition;
  /** The condition as its author wrote it. */
  readonly text: string;
  readonly lints: readonly PlacedLint[];
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
  /** For languages whose files are published in broken form: what happened to a file that cannot be read as it stands. */
  diagnose?(file: string, text: string): BrokenFile | undefined;
  /** For languages that have them: the filter a document stands for; undefined where it is none. Asked before `read`. */
  readFilter?(document: SourceDocument, context: ReadContext): Parsed<RuleFilter> | undefined;
}
