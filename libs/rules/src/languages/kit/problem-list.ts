import type { Span } from '../../condition/condition.js';
import type { SyntaxProblem } from '../language.js';

/** Most problems reported of one source text; what follows the first few is mostly their echo. */
export const maxProblems = 20;

/** Collects what is wrong with a source text, so that one reading reports all of it. */
export class ProblemList {
  readonly #problems: SyntaxProblem[] = [];
  #isClosed = false;

  get all(): readonly SyntaxProblem[] {
    return this.#problems.toSorted((a, b) => a.span.start - b.span.start);
  }

  get isEmpty(): boolean {
    return this.#problems.length === 0;
  }

  add(code: string, message: string, span: Span, fix?: string): void {
    if (this.#isClosed || this.#problems.length >= maxProblems) return;
    this.#problems.push({ code, message, span, ...(fix !== undefined && { fix }) });
  }

  /** Takes no more problems: what a parser would say after it gave up is not the author's concern. */
  close(): void {
    this.#isClosed = true;
  }
}
