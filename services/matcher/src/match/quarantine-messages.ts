import { excerptOf } from '@trailhound/cloudtrail';
import { type QuarantineEntry, topics } from '@trailhound/contracts';
import type { LogMessage } from '@trailhound/ports';
import type { BadRecord } from './evaluate-slice.js';

const encoder = new TextEncoder();

/** Messages for topic `cloudtrail.quarantine`: the reason, a pointer to the record, its beginning without secrets. */
export function quarantineMessages(bad: readonly BadRecord[], partition: number, nowMs: number): LogMessage[] {
  return bad.map(({ record, origin, reason, message }) => {
    const entry: QuarantineEntry = {
      version: 1,
      reason,
      message,
      input: origin?.input ?? `${topics.records}/${partition}@${record.offset}`,
      ...(origin !== undefined && { index: origin.index }),
      excerpt: excerptOf(record.value ?? new Uint8Array()),
      at: new Date(nowMs).toISOString(),
    };
    return { key: record.key, value: encoder.encode(JSON.stringify(entry)), headers: {} };
  });
}
