import { ownText } from '@trailhound/cloudtrail';
import type { CarriedMatch } from '../detect/evaluate-record.js';
import { recordOf } from '../detect/record-knowledge.js';

/** One line of `scan --matches`: a rule's condition held for a record. */
export interface MatchLine {
  /** The rule's id. */
  readonly rule: string;
  /** As written; null where the record has none. */
  readonly eventID: string | null;
  readonly uid: string;
  /** As written; null where the record has none. */
  readonly eventTime: string | null;
  readonly input: string;
  /** Index of the record in its input, from 0. */
  readonly record: number;
}

/** The line of a match; thresholds, dedup and suppressions make no difference to it. */
export function matchLine({ rule, record: { uid, ref, view } }: CarriedMatch): MatchLine {
  const record = recordOf(view);
  return {
    rule: rule.id,
    eventID: ownText(record, 'eventID') ?? null,
    uid,
    eventTime: ownText(record, 'eventTime') ?? null,
    input: ref.input,
    record: ref.index,
  };
}
