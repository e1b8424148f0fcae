import { formatOrigin, type Origin, type QuarantineReason, recordHeaderNames } from '@trailhound/contracts';
import { parseEventTime } from './event-time.js';
import { isJsonObject, type JsonObject, ownText } from './json-object.js';
import { kindOf } from './parse-record.js';
import { accountOf } from './record-facts.js';
import { recordUid } from './uid.js';

/** What the pipeline must know of a record before it can carry it. */
export interface AdmittedRecord {
  readonly record: JsonObject;
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
export function recordHeaders({ record, uid }: AdmittedRecord, origin: Origin): Record<string, string> {
  const headers: Record<string, string> = {
    [recordHeaderNames.uid]: uid,
    [recordHeaderNames.origin]: formatOrigin(origin),
  };
  const put = (name: string, value: string | undefined): void => {
    if (value !== undefined && value.length <= maxHeaderCharacters && value.isWellFormed()) headers[name] = value;
  };
  put(recordHeaderNames.eventName, ownText(record, 'eventName'));
  put(recordHeaderNames.eventSource, ownText(record, 'eventSource'));
  put(recordHeaderNames.eventTime, ownText(record, 'eventTime'));
  put(recordHeaderNames.account, accountOf(record));
  put(recordHeaderNames.region, ownText(record, 'awsRegion'));
  return headers;
}
