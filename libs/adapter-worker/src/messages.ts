import type { ConditionAnswer, ExpressionJson, ExpressionText } from '@trailhound/ports';
import type { Question } from '@trailhound/rules';

/** One question on one record, by its number in the request. */
export interface Job {
  readonly index: number;
  /** Index into the request's records and event times. */
  readonly record: number;
  readonly question: Question;
  readonly want: 'outcome' | 'text' | 'json';
}

/** What the process is sent: all questions of one batch. */
export interface ProcessRequest {
  readonly records: readonly Uint8Array[];
  readonly eventTimesMs: readonly (number | undefined)[];
  readonly jobs: readonly Job[];
}

export type JobAnswer = ConditionAnswer | ExpressionText | ExpressionJson;

/** What the process sends back: one message a job, in order, each before the next job is begun. */
export interface JobReply {
  readonly index: number;
  readonly answer: JobAnswer;
}
