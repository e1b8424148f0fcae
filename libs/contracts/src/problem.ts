/** Where something stands in a text file; lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** An expected failure as a value: what is wrong, where, and what to do about it. */
export interface Problem {
  /** Stable, documented in docs/reference/errors.md. */
  readonly code: string;
  readonly message: string;
  /** What the reader should do, as an instruction; absent where the message says it. */
  readonly fix?: string;
  /** The whole file as it should stand, where that could be worked out; many lines. */
  readonly repaired?: string;
  readonly place?: Place;
}

/** The outcome of parsing something people wrote. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** `file:line:column: CODE message (fix)`, the form editors turn into links. */
export function formatProblem(problem: Problem): string {
  const place = problem.place ? `${problem.place.file}:${problem.place.line}:${problem.place.column}: ` : '';
  return `${place}${problem.code} ${problem.message}${problem.fix ? ` (fix: ${problem.fix})` : ''}`;
}
