import type { Span } from '../../../condition/condition.js';
import type { PythonProblem } from '../python/syntax.js';

/** Most problems of one file that are reported. */
const maxProblems = 10;

/** Collects what of a Python file is beyond the subset, each construct once. */
export class Refusals {
  readonly #problems: PythonProblem[] = [];
  readonly #seen = new Set<string>();

  get all(): readonly PythonProblem[] {
    return this.#problems.toSorted((a, b) => a.span.start - b.span.start);
  }

  get isEmpty(): boolean {
    return this.#problems.length === 0;
  }

  /** Refuses a construct by name: `what` completes "the rule uses …". */
  construct(what: string, span: Span, fix?: string): void {
    this.add('E-PY-CONSTRUCT', `${what} is beyond what is read of Python`, span, fix);
  }

  add(code: string, message: string, span: Span, fix?: string): void {
    const key = `${span.start} ${message}`;
    if (this.#seen.has(key) || this.#problems.length >= maxProblems) return;
    this.#seen.add(key);
    this.#problems.push({ code, message, span, ...(fix !== undefined && { fix }) });
  }
}
