import type { LazyRecordView, RecordView } from '@trailhound/cloudtrail';
import type { Answers } from '../condition/asking-view.js';
import type { Rule } from '../rule.js';

/** What a carrier of the record already knows of it, so that the bytes need not be looked at; absent = unknown. */
export interface RecordHints {
  readonly eventName?: string | undefined;
  readonly eventSource?: string | undefined;
}

/** The outcome of all rules on one record. */
export type Evaluation =
  | {
      readonly kind: 'evaluated';
      /** Rules whose condition holds, in rule-set order; suppressions, thresholds and dedup not yet looked at. */
      readonly matched: readonly Rule[];
      /** Rules that raised ERROR on this record: they do not fire and are counted. */
      readonly failed: readonly Rule[];
      /** The record, parsed no earlier than something is asked of it. */
      readonly record: RecordView;
    }
  /** The bytes are no JSON object; found at the latest before a match is reported. */
  | { readonly kind: 'invalid'; readonly message: string };

/** An immutable compiled rule set; a change of rules is another one, swapped in whole. */
export interface CompiledRules {
  /** Hash of everything that decides what the set does. */
  readonly revision: string;
  readonly rules: readonly Rule[];
  /** Some conditions are answered elsewhere: without their answers the rules they decide are in error. */
  readonly asks: boolean;
  /**
   * Whether some rule may match, or be in error on, a record with this event name and source. `false` is certain, so that
   * a carrier who trusts its hints can pass the record by unread; hints that name only one of the two, or none, decide
   * nothing. Allocates nothing for a pair it has met lately.
   */
  mayMatch(hints: RecordHints): boolean;
  /**
   * Evaluates every enabled rule on one record, given as UTF-8 JSON; on what CloudTrail Insights found, those that ask for it
   * (`asksForInsights`). Never throws. Where conditions are answered elsewhere,
   * `askedOf` the evaluation's record says which answers are missing: ask, and evaluate again with them and those before.
   */
  evaluate(record: Uint8Array, hints?: RecordHints, answers?: Answers): Evaluation;
  /** A record as these rules see it, enrichments included. */
  view(record: Uint8Array): LazyRecordView;
}
