import type { Condition, Span } from '../condition/condition.js';
import type { Lint } from '../lint/lint.js';
import type { LanguageOptions } from './language-options.js';

/** The rule languages; each is a folder beside this file. */
export const languageNames = [
  'threatstack',
  'lucene',
  'gorillastack',
  'panther',
  'sigma',
  'eventbridge',
  'cloudwatch',
  'jsonata',
] as const;
export type LanguageName = (typeof languageNames)[number];

/** A value bound to `{{name}}` in a condition: always a value, never text pasted into the source. */
export type NamedValue = string | number | boolean | readonly (string | number | boolean)[];
export type NamedValues = Readonly<Record<string, NamedValue>>;

/** A failure to understand a condition, placed in its source text. */
export interface SyntaxProblem {
  readonly code: string;
  readonly message: string;
  readonly span: Span;
  readonly fix?: string;
}

/** A condition that was understood, with what its author should know about it. */
export interface Lowered {
  readonly condition: Condition;
  readonly lints: readonly Lint[];
}

export type LoweringResult =
  | { readonly ok: true; readonly value: Lowered }
  | { readonly ok: false; readonly problems: readonly SyntaxProblem[]; readonly lints: readonly Lint[] };

/**
 * A language whose condition is one text. `lower` is pure and total: any text gives a condition or problems with spans,
 * never an exception, in time linear in the text.
 */
export interface TextLanguage {
  readonly name: LanguageName;
  lower(source: string, values: NamedValues): LoweringResult;
  /** The language under the options a rule file gives; absent where it has none. */
  configure?(options: LanguageOptions): TextLanguage;
  /** Whether a text without a named language looks like this one, mistakes aside; absent: any does. */
  recognises?(source: string): boolean;
  /** Whether a text can be of no other language, whatever is wrong with it; then no other is considered. */
  claims?(source: string): boolean;
}
