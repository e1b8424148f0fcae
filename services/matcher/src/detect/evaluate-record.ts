import { recordUid } from '@trailhound/cloudtrail';
import type { Origin, QuarantineReason } from '@trailhound/contracts';
import {
  type Answers,
  askedOf,
  type CompiledRules,
  type Question,
  type RecordHints,
  type Rule,
} from '@trailhound/rules';
import type { CarriedRecord } from './build-alert.js';
import { type Match, matchOf } from './match.js';
import { eventTimeOf, recordOf, recordRef } from './record-knowledge.js';

/** A match that still holds its record whole, so that an alert can carry it. */
export interface CarriedMatch extends Match {
  readonly record: CarriedRecord;
}

/** A record to be evaluated, with what its carrier knows of it. */
export interface RecordInput {
  /** UTF-8 JSON. */
  readonly bytes: Uint8Array;
  /** Where the record stands, for people to find it; like its origin asked for only where a rule matches or it is bad. */
  readonly at: Pick<Origin, 'input' | 'index'>;
  readonly origin?: Origin | undefined;
  /** Absent: computed from the record. */
  readonly uid?: string | undefined;
  /** Epoch milliseconds; absent: read from the record. */
  readonly eventTimeMs?: number | undefined;
  readonly hints?: RecordHints | undefined;
  /** To conditions that are answered elsewhere; `answerInputs` fetches them. */
  readonly answers?: Answers | undefined;
}

export type RecordEvaluation =
  | {
      readonly kind: 'evaluated';
      readonly matches: readonly CarriedMatch[];
      /** Rules that raised ERROR: they do not fire. */
      readonly failed: readonly Rule[];
      /** Questions without an answer on which something may hang; what hangs on them is in error. */
      readonly asked: readonly Question[];
    }
  | { readonly kind: 'bad'; readonly reason: QuarantineReason; readonly message: string };

/**
 * The one way of a record through detection: rules, suppressions, groups. Total: what makes anything throw is a bad record
 * with the reason, for one record must not stop those behind it. A record that no rule matches is not looked into.
 */
export function evaluateRecord(input: RecordInput, rules: CompiledRules): RecordEvaluation {
  try {
    return evaluate(input, rules);
  } catch (error) {
    return { kind: 'bad', reason: 'evaluation_error', message: error instanceof Error ? error.message : String(error) };
  }
}

function evaluate(input: RecordInput, rules: CompiledRules): RecordEvaluation {
  const { bytes, hints, answers } = input;
  const evaluation = rules.evaluate(bytes, hints, answers);
  if (evaluation.kind === 'invalid') return { kind: 'bad', reason: 'not_a_record', message: evaluation.message };
  const { matched, failed, record: view } = evaluation;
  if (matched.length === 0) return { kind: 'evaluated', matches: [], failed, asked: askedOf(view) };
  const record = recordOf(view);
  const eventTimeMs = input.eventTimeMs ?? eventTimeOf(record);
  if (eventTimeMs === undefined) {
    const message = 'a rule matches the record, but its eventTime is missing or no time, so it cannot be counted';
    return { kind: 'bad', reason: 'bad_event_time', message };
  }
  const uid = input.uid ?? recordUid(record).uid;
  const carried: CarriedRecord = {
    uid,
    eventTimeMs,
    view,
    // What matched may be kept for long; the chunk or the fetch its bytes are a view into should not be.
    bytes: bytes.byteLength < bytes.buffer.byteLength ? Uint8Array.from(bytes) : bytes,
    origin: input.origin,
    ref: recordRef(record, uid, eventTimeMs, input.at),
  };
  const matches = matched.map((rule) => ({ ...matchOf(rule, carried), record: carried }));
  return { kind: 'evaluated', matches, failed, asked: askedOf(view) };
}
