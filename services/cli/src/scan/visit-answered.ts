import { answerInputs, type RecordInput } from '@trailhound/matcher/offline';
import type { ConditionWorker } from '@trailhound/ports';
import type { CompiledRules } from '@trailhound/rules';
import type { RuleErrors } from './rule-errors.js';
import { type Reading, type RecordVisit, visitRecords } from './visit-records.js';

/** Inputs that rules are run over. */
export interface Scan extends Reading {
  readonly rules: CompiledRules;
  /** Rules that raised ERROR are counted here. */
  readonly errors: RuleErrors;
  /** Answers conditions that are evaluated apart. */
  readonly conditions: ConditionWorker | undefined;
}

export interface AnsweredVisit extends Pick<RecordVisit, 'progress'> {
  /** A record once everything is known that its rules ask; a promise is waited for. */
  record(record: RecordInput): void | Promise<void>;
}

/**
 * Visits the records of all inputs in order that some rule may match, with the answers to conditions that are evaluated
 * apart. Those whose names tell that none does are tallied and passed over.
 */
export function visitAnswered({ rules, conditions, ...reading }: Scan, visit: AnsweredVisit): Promise<void> {
  return visitRecords(reading, {
    progress: visit.progress,
    record(input, item) {
      const { plain } = item;
      if (plain !== undefined && !rules.mayMatch(plain)) return;
      const { bytes, eventTimeMs, index } = item;
      // The uid is a hash: it is made for records that match.
      const record: RecordInput = plain
        ? { bytes, eventTimeMs, at: { input, index }, hints: plain }
        : { bytes, uid: item.uid, eventTimeMs, at: { input, index } };
      // A promise a record is worth its time only where something is asked.
      if (!rules.asks || conditions === undefined) return visit.record(record);
      return answerInputs([record], rules, conditions).then(([answered = record]) => visit.record(answered));
    },
  });
}
