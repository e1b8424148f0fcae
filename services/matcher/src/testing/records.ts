import { recordUid, viewOf } from '@trailhound/cloudtrail';
import { cloudTrailRecord, type JsonObject, type RecordSpec } from '@trailhound/testkit';
import type { CarriedRecord } from '../detect/build-alert.js';
import { eventTimeOf, recordRef } from '../detect/record-knowledge.js';

const encoder = new TextEncoder();

/** A record as UTF-8 JSON. */
export function bytesOf(record: JsonObject): Uint8Array {
  return encoder.encode(JSON.stringify(record));
}

/** A record some rule matched, as detection sees it. */
export function carried(record: JsonObject, index = 0): CarriedRecord {
  const { uid } = recordUid(record);
  const eventTimeMs = eventTimeOf(record) ?? 0;
  return {
    uid,
    eventTimeMs,
    ref: recordRef(record, uid, eventTimeMs, { input: 'input.json', index }),
    view: viewOf(record),
    bytes: bytesOf(record),
    origin: undefined,
  };
}

/** A failed or successful call by `alice`, `minute` minutes after ten. */
export function call(eventName: string, minute: number, spec: Partial<RecordSpec> = {}): JsonObject {
  const eventTime = new Date(Date.UTC(2026, 0, 15, 10, minute));
  return cloudTrailRecord({ eventSource: 'iam', eventName, eventTime, ...spec });
}
