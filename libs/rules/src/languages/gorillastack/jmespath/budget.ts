/** Most steps one evaluation of one record may take; ordinary expressions take fewer than a hundred. */
export const maxSteps = 200_000;

/** Why an evaluation has no value. */
export type EvaluationErrorCode = 'invalid-type' | 'invalid-arity' | 'invalid-value' | 'unknown-function' | 'limit';

/** An expression could not be evaluated on this record; `message` is safe to show, it holds no value of the record. */
export class EvaluationError extends Error {
  readonly code: EvaluationErrorCode;

  constructor(code: EvaluationErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Counts the work of one evaluation: a step an expression, an element, a member compared or written. */
export class Budget {
  #left: number;

  constructor(steps: number = maxSteps) {
    this.#left = steps;
  }

  /** Throws EvaluationError `limit` when more is spent than there is. */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) throw new EvaluationError('limit', `the expression took more than ${maxSteps} steps`);
  }
}
