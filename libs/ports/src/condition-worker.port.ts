import type { Outcome, Question } from '@trailhound/rules';

/** A record and what is asked of it. */
export interface ConditionAsk {
  /** UTF-8 JSON. */
  readonly record: Uint8Array;
  /** What `now` means in an expression, epoch milliseconds; undefined where the record's time is unknown. */
  readonly eventTimeMs: number | undefined;
  readonly questions: readonly Question[];
}

/** The answer to one question on one record. */
export type ConditionAnswer =
  | { readonly kind: 'answered'; readonly outcome: Exclude<Outcome, 'error'> }
  /** The expression cannot be evaluated on this record; `code` is its engine's. */
  | { readonly kind: 'failed'; readonly code: string }
  /** The evaluation was ended: beyond a limit of steps, size or time, or its thread died of it. */
  | { readonly kind: 'stopped'; readonly code: string };

/** The text an expression makes of a record, for titles. */
export type ExpressionText =
  | { readonly kind: 'text'; readonly text: string }
  | Exclude<ConditionAnswer, { kind: 'answered' }>;

/** The JSON an expression makes of its input, for bodies of webhooks. */
export type ExpressionJson =
  | { readonly kind: 'json'; readonly json: string }
  | Exclude<ConditionAnswer, { kind: 'answered' }>;

/**
 * Evaluates expressions apart from the caller, so that none of them can hold it up: each has a hard stop. Answers depend
 * on the question and the record only, never on what else is asked.
 */
export interface ConditionWorker {
  /**
   * The answers to all questions, in their order: one list an ask. Rejects with CodedError `WORKER_UNAVAILABLE` when
   * evaluation is not to be had at all, and after `stop`.
   */
  answer(asks: readonly ConditionAsk[]): Promise<readonly (readonly ConditionAnswer[])[]>;
  /** The text of each expression on its record, in their order. Rejects as `answer` does. */
  texts(asks: readonly ConditionAsk[]): Promise<readonly (readonly ExpressionText[])[]>;
  /** Ends it; what is being asked is rejected. */
  stop(): Promise<void>;
}

/** Evaluates templates as {@link ConditionWorker} does conditions. */
export interface TemplateWorker {
  /**
   * The JSON of each expression on its record, in their order; `failed` with `no-json` where the result is none, and with
   * `size` where it is longer than a million characters. Rejects as `answer` does.
   */
  json(asks: readonly ConditionAsk[]): Promise<readonly (readonly ExpressionJson[])[]>;
  /** Ends it; what is being asked is rejected. */
  stop(): Promise<void>;
}
