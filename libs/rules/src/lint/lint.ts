import type { Span } from '../condition/condition.js';

/** `error` means the rule cannot work as written; even so it is loaded. Lints never stop loading. */
export type LintLevel = 'error' | 'warning' | 'info';

/** A replacement of the source text between two offsets. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/** Something a rule's author should know. Codes are stable and documented in docs/reference/lints.md. */
export interface Lint {
  /** E-…, W-… or I-…; the letter is the level. */
  readonly code: string;
  readonly message: string;
  /** Where in the condition's source text; absent when the whole rule is meant. */
  readonly span?: Span;
  /** What to do, as a sentence. */
  readonly advice?: string;
  /** A rewrite that `rules lint --fix` applies; it keeps the meaning the author wanted. */
  readonly fix?: TextEdit;
}

/** The level a code stands for. */
export function lintLevel(code: string): LintLevel {
  if (code.startsWith('E-')) return 'error';
  return code.startsWith('W-') ? 'warning' : 'info';
}
