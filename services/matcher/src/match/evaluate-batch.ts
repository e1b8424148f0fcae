import { type Origin, parseOrigin, type QuarantineReason, recordHeaderNames, topics } from '@trailhound/contracts';
import type { LogBatch, LogRecord } from '@trailhound/ports';
import type { CompiledRules, Rule } from '@trailhound/rules';
import { type CarriedMatch, evaluateRecord } from '../detect/evaluate-record.js';

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
 * Evaluates a batch's records under one rule set, whose rules carry the suppressions in force. Synchronous and total: a
 * record that cannot be evaluated is set aside with the reason, and the rest goes on.
 */
export function evaluateBatch(batch: LogBatch, rules: CompiledRules): BatchEvaluation {
  const matches: BatchMatch[] = [];
  const bad: BadRecord[] = [];
  const failed: Rule[] = [];
  let tombstones = 0;
  for (const record of batch.records) {
    if (record.value === null) {
      tombstones += 1;
      continue;
    }
    const { headers, value: bytes, timestampMs: loggedMs } = record;
    const origin = parseOrigin(headers[recordHeaderNames.origin]);
    const at = origin ?? { input: `${topics.records}/${batch.partition}`, index: Number(record.offset) };
    const evaluation = evaluateRecord(
      { bytes, at, origin, uid: headers[recordHeaderNames.uid], hints: hints(headers) },
      rules,
    );
    if (evaluation.kind === 'bad') {
      bad.push({ record, origin, reason: evaluation.reason, message: evaluation.message });
      continue;
    }
    for (const match of evaluation.matches) matches.push({ ...match, loggedMs });
    failed.push(...evaluation.failed);
  }
  return { revision: rules.revision, records: batch.records.length, tombstones, matches, bad, failed };
}

function hints(headers: LogRecord['headers']) {
  const eventName = headers[recordHeaderNames.eventName];
  const eventSource = headers[recordHeaderNames.eventSource];
  return { ...(eventName !== undefined && { eventName }), ...(eventSource !== undefined && { eventSource }) };
}
