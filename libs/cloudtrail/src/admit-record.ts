import { formatOrigin, type Origin, type QuarantineReason, recordHeaderNames } from '@trailhound/contracts';
import { parseEventTime } from './event-time.js';
import { isInsight } from './insight.js';
import { isJsonObject, type JsonObject, ownText } from './json-object.js';
import { kindOf } from './parse-record.js';
import { accountOf } from './record-facts.js';
import type { PlainRecord } from './split/plain-record.js';
import { recordUid } from './uid.js';

/** What the pipeline must know of a record before it can carry it. Members may be found out when they are first asked for. */
export interface AdmittedRecord {
  readonly record: JsonObject;
  /** What is known without the parsed record; absent where it had to be parsed. */
  readonly plain?: PlainRecord | undefined;
  readonly uid: string;
  readonly uidSynthesised: boolean;
  readonly eventTimeMs: number;
}

export type Admission =
  | ({ readonly kind: 'admitted' } & AdmittedRecord)
  | {
      readonly kind: 'refused';
      readonly reason: Extract<QuarantineReason, 'not_a_record' | 'bad_event_time'>;
      readonly message: string;
    };

/** Lets a parsed value in as a record: it must be an object with a readable eventTime; anything else may be missing. */
export function admitRecord(value: unknown): Admission {
  if (!isJsonObject(value)) {
    return { kind: 'refused', reason: 'not_a_record', message: `a record is an object, this is ${kindOf(value)}` };
  }
  const time = parseEventTime(Object.hasOwn(value, 'eventTime') ? value.eventTime : undefined);
  if (!time.ok) return { kind: 'refused', reason: 'bad_event_time', message: time.message };
  const { uid, synthesised } = recordUid(value);
  return { kind: 'admitted', record: value, uid, uidSynthesised: synthesised, eventTimeMs: time.epochMs };
}

const maxHeaderCharacters = 512;

/**
 * The headers of a message in `cloudtrail.records`. A text that a header cannot carry unchanged (too long, a lone
 * surrogate) is left out rather than altered: readers take a header for what the record says.
 */
export function recordHeaders(admitted: AdmittedRecord, origin: Origin): Record<string, string> {
  const { uid, plain } = admitted;
  const headers: Record<string, string> = {
    [recordHeaderNames.uid]: uid,
    [recordHeaderNames.origin]: formatOrigin(origin),
  };
  const put = (name: string, value: string | undefined): void => {
    if (value !== undefined && value.length <= maxHeaderCharacters && value.isWellFormed()) headers[name] = value;
  };
  const { eventName, eventSource, eventTime, awsRegion } = plain ?? factsOf(admitted.record);
  put(recordHeaderNames.eventName, eventName);
  put(recordHeaderNames.eventSource, eventSource);
  put(recordHeaderNames.eventTime, eventTime);
  put(recordHeaderNames.account, plain?.recipientAccountId ?? accountOf(admitted.record));
  put(recordHeaderNames.region, awsRegion);
  // What is read without parsing it is an event.
  if (plain === undefined && isInsight(admitted.record)) headers[recordHeaderNames.kind] = 'insight';
  return headers;
}

function factsOf(record: JsonObject) {
  return {
    eventName: ownText(record, 'eventName'),
    eventSource: ownText(record, 'eventSource'),
    eventTime: ownText(record, 'eventTime'),
    awsRegion: ownText(record, 'awsRegion'),
  };
}
