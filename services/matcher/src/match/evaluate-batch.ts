import { type Origin, parseOrigin, type QuarantineReason, recordHeaderNames, topics } from '@trailhound/contracts';
import type { ConditionWorker, LogBatch, LogRecord } from '@trailhound/ports';
import type { CompiledRules, Rule } from '@trailhound/rules';
import { answerInputs } from '../detect/answer-inputs.js';
import { type CarriedMatch, evaluateRecord, type RecordInput } from '../detect/evaluate-record.js';

/** A match of a batch. */
export interface BatchMatch extends CarriedMatch {
  /** When the log took the record, epoch milliseconds. */
  readonly loggedMs: number;
}

/** A record that could not be evaluated. */
export interface BadRecord {
  readonly record: LogRecord;
  readonly origin: Origin | undefined;
  readonly reason: QuarantineReason;
  readonly message: string;
}

/** What one revision of the rules says of one batch. */
export interface BatchEvaluation {
  readonly revision: string;
  readonly records: number;
  readonly tombstones: number;
  readonly matches: readonly BatchMatch[];
  readonly bad: readonly BadRecord[];
  /** Rules that raised ERROR, one entry a record. */
  readonly failed: readonly Rule[];
}

/**
 * Evaluates a batch's records under one rule set, whose rules carry the suppressions in force. A record
 * that cannot be evaluated is set aside with the reason, and the rest goes on. Conditions that are answered elsewhere are
 * asked of all records at once, before anything else; rejects only where these answers are not to be had.
 */
export async function evaluateBatch(
  batch: LogBatch,
  rules: CompiledRules,
  conditions?: ConditionWorker,
): Promise<BatchEvaluation> {
  const matches: BatchMatch[] = [];
  const bad: BadRecord[] = [];
  const failed: Rule[] = [];
  let tombstones = 0;
  const read: { readonly record: LogRecord; readonly input: RecordInput }[] = [];
  for (const record of batch.records) {
    if (record.value === null) tombstones += 1;
    else read.push({ record, input: inputOf(record, record.value, batch.partition) });
  }
  const inputs = await answerInputs(
    read.map(({ input }) => input),
    rules,
    conditions,
  );
  for (const [index, { record, input }] of read.entries()) {
    const evaluation = evaluateRecord(inputs[index] ?? input, rules);
    if (evaluation.kind === 'bad') {
      bad.push({ record, origin: input.origin, reason: evaluation.reason, message: evaluation.message });
      continue;
    }
    for (const match of evaluation.matches) matches.push({ ...match, loggedMs: record.timestampMs });
    failed.push(...evaluation.failed);
  }
  return { revision: rules.revision, records: batch.records.length, tombstones, matches, bad, failed };
}

function inputOf(record: LogRecord, bytes: Uint8Array, partition: number): RecordInput {
  const { headers } = record;
  const origin = parseOrigin(headers[recordHeaderNames.origin]);
  const at = origin ?? { input: `${topics.records}/${partition}`, index: Number(record.offset) };
  return { bytes, at, origin, uid: headers[recordHeaderNames.uid], hints: hints(headers) };
}

function hints(headers: LogRecord['headers']) {
  const eventName = headers[recordHeaderNames.eventName];
  const eventSource = headers[recordHeaderNames.eventSource];
  return { ...(eventName !== undefined && { eventName }), ...(eventSource !== undefined && { eventSource }) };
}
