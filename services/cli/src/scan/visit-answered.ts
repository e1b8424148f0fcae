import { answerInputs, type RecordInput } from '@trailhound/matcher';
import type { ConditionWorker } from '@trailhound/ports';
import type { CompiledRules } from '@trailhound/rules';
import type { InputTally } from '../inputs/input-tally.js';
import type { Io } from '../io.js';
import { visitRecords } from './visit-records.js';

/** What is done with a record once everything is known that its rules ask; a promise is waited for. */
export type VisitInput = (record: RecordInput) => void | Promise<void>;

/** Visits the records of all inputs in order, with the answers to conditions that are evaluated apart. */
export function visitAnswered(
  io: Io,
  inputs: readonly string[],
  tally: InputTally,
  { rules, conditions }: { readonly rules: CompiledRules; readonly conditions: ConditionWorker | undefined },
  visit: VisitInput,
): Promise<void> {
  return visitRecords(io, inputs, tally, (input, item) => {
    const { bytes, eventTimeMs, index, plain } = item;
    // The uid is a hash: it is made for records that match.
    const record: RecordInput = plain
      ? { bytes, eventTimeMs, at: { input, index }, hints: plain }
      : { bytes, uid: item.uid, eventTimeMs, at: { input, index } };
    // A promise a record is worth its time only where something is asked.
    if (!rules.asks || conditions === undefined) return visit(record);
    return answerInputs([record], rules, conditions).then(([answered = record]) => visit(answered));
  });
}
