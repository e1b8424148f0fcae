import { isJsonObject, type JsonObject, ownText, parseEventTime, type RecordView } from '@trailhound/cloudtrail';
import { cutText, type Origin, type RecordRef } from '@trailhound/contracts';
import { type CompiledCondition, type Condition, compileCondition, type Outcome } from '@trailhound/rules';

/** The record behind a view; an empty one where it is no object. */
export function recordOf(view: RecordView): JsonObject {
  const record = view.root('record');
  return isJsonObject(record) ? record : {};
}

/** The record's eventTime, epoch milliseconds; undefined when it is missing or no time. */
export function eventTimeOf(record: JsonObject): number | undefined {
  const time = parseEventTime(Object.hasOwn(record, 'eventTime') ? record.eventTime : undefined);
  return time.ok ? time.epochMs : undefined;
}

/** An eventID is a UUID, 36 characters; one that is none may be any text, and an alert lists up to a hundred. */
const maxEventIDLength = 128;

/** The record as alerts list it. */
export function recordRef(
  record: JsonObject,
  uid: string,
  eventTimeMs: number,
  { input, index }: Pick<Origin, 'input' | 'index'>,
): RecordRef {
  const eventID = ownText(record, 'eventID');
  return {
    uid,
    eventID: eventID === undefined ? null : cutText(eventID, maxEventIDLength),
    eventTime: isoTime(eventTimeMs),
    input,
    index,
  };
}

/**
 * ISO 8601 in UTC. CloudTrail writes whole seconds without a fraction; so do alerts, unless the record was more precise.
 */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

const compiled = new WeakMap<Condition, CompiledCondition>();

/** Evaluates a condition that stands outside the compiled rule set, such as a suppression's; compiles it once. */
export function holds(condition: Condition, view: RecordView): Outcome {
  let run = compiled.get(condition);
  if (run === undefined) {
    run = compileCondition(condition);
    compiled.set(condition, run);
  }
  return run(view);
}
