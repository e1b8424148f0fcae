import { type IssuedSession, issuedSession, issuesCredentials, parseRecord } from '@trailhound/cloudtrail';
import { type Origin, type QuarantineReason, recordHeaderNames } from '@trailhound/contracts';
import type { ConditionWorker, LogBatch, LogRecord, TallyRecord } from '@trailhound/ports';
import type { CompiledRules, RecordHints, Rule } from '@trailhound/rules';
import { answerInputs } from '../detect/answer-inputs.js';
import { type CarriedMatch, evaluateRecord, type RecordInput } from '../detect/evaluate-record.js';
import { tallierOf } from '../tally/tallier.js';
import { LoggedInput } from './logged-input.js';
import type { UidConflicts } from './uid-conflicts.js';

/** Most records of a batch that are looked into before what they amount to is stored and published. */
const maxLookedInto = 500;

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

/** What one revision of the rules says of a stretch of a batch. */
export interface SliceEvaluation {
  /** Index after the last record of the stretch. */
  readonly end: number;
  readonly records: number;
  readonly tombstones: number;
  /** Records that no rule can match by what their headers say; their values were not looked at. */
  readonly passedOver: number;
  readonly matches: readonly BatchMatch[];
  readonly bad: readonly BadRecord[];
  /** Rules that raised ERROR, one entry a record. */
  readonly failed: readonly Rule[];
  /** Temporary credentials that were issued in them, whether a rule looks at that or not. */
  readonly issued: readonly IssuedSession[];
  /** What later messages of alerts count. */
  readonly tallies: readonly TallyRecord[];
  /** Records with a known uid and another body. */
  readonly conflicts: number;
}

export interface Evaluating {
  readonly rules: CompiledRules;
  readonly conditions: ConditionWorker | undefined;
  readonly conflicts: UidConflicts;
}

interface Opened {
  readonly record: LogRecord;
  readonly input: RecordInput;
}

/**
 * Evaluates a batch's records from index `start` on under one rule set, whose rules carry the suppressions in force, until
 * the batch ends or so many were looked into that their effects should not wait. Records are told by their headers where
 * these say that no rule can match. A record that cannot be evaluated is set aside with the reason, and the rest goes on.
 * Conditions that are answered elsewhere are asked of all these records at once, before anything else; rejects only where
 * the answers are not to be had.
 */
export async function evaluateSlice(
  batch: LogBatch,
  start: number,
  { rules, conditions, conflicts }: Evaluating,
): Promise<SliceEvaluation> {
  const { records, partition } = batch;
  const opened: Opened[] = [];
  const issued: IssuedSession[] = [];
  const tallies: TallyRecord[] = [];
  const tallier = tallierOf(rules);
  let tombstones = 0;
  let passedOver = 0;
  let conflicting = 0;
  let end = start;
  for (; end < records.length && opened.length < maxLookedInto && tallies.length < maxLookedInto; end += 1) {
    const record = records[end] as LogRecord;
    const { value } = record;
    if (value === null) {
      tombstones += 1;
      continue;
    }
    const uid = record.header(recordHeaderNames.uid);
    const hints: RecordHints = {
      eventName: record.header(recordHeaderNames.eventName),
      eventSource: record.header(recordHeaderNames.eventSource),
    };
    if (issuesCredentials(hints.eventName, hints.eventSource)) {
      const read = parseRecord(value);
      const session = read.ok ? issuedSession(read.value) : undefined;
      if (session !== undefined) issued.push(session);
    }
    if (tallier.counts(hints.eventName)) tallies.push(...tallier.of(value, uid));
    const isOpened = rules.mayMatch(hints);
    if (isOpened) opened.push({ record, input: new LoggedInput(record, partition, value, uid, hints) });
    else passedOver += 1;
    if (uid !== undefined && conflicts.isConflict(uid, hints.eventName, value, isOpened)) conflicting += 1;
  }
  return {
    ...(await evaluated(opened, rules, conditions)),
    ...{ end, records: end - start, tombstones, passedOver, issued, tallies, conflicts: conflicting },
  };
}

async function evaluated(
  opened: readonly Opened[],
  rules: CompiledRules,
  conditions: ConditionWorker | undefined,
): Promise<Pick<SliceEvaluation, 'matches' | 'bad' | 'failed'>> {
  const matches: BatchMatch[] = [];
  const bad: BadRecord[] = [];
  const failed: Rule[] = [];
  const given = opened.map(({ input }) => input);
  const inputs = rules.asks ? await answerInputs(given, rules, conditions) : given;
  for (const [index, { record, input }] of opened.entries()) {
    const evaluation = evaluateRecord(inputs[index] ?? input, rules);
    if (evaluation.kind === 'bad') {
      bad.push({ record, origin: input.origin, reason: evaluation.reason, message: evaluation.message });
      continue;
    }
    for (const match of evaluation.matches) matches.push({ ...match, loggedMs: record.timestampMs });
    failed.push(...evaluation.failed);
  }
  return { matches, bad, failed };
}
