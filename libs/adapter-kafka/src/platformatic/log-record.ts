import type { RecordsBatch } from '@platformatic/kafka';
import type { LogRecord } from '@trailhound/ports';

/** Bits of a batch's attributes (https://kafka.apache.org/documentation/#recordbatch). */
const logAppendTime = 1 << 3;
const control = 1 << 5;

/** The messages of a batch from `from` on; none of one that only marks the end of a transaction. */
export function logRecords(batch: RecordsBatch, from: bigint): readonly LogRecord[] {
  if ((batch.attributes & control) !== 0) return [];
  const firstMs = Number(batch.firstTimestamp);
  const appendedMs = (batch.attributes & logAppendTime) === 0 ? undefined : Number(batch.maxTimestamp);
  const records: LogRecord[] = [];
  for (const { key, value, headers, offsetDelta, timestampDelta } of batch.records) {
    const offset = batch.firstOffset + BigInt(offsetDelta);
    if (offset < from) continue;
    const text: Record<string, string> = {};
    for (const [name, header] of headers) if (name && header) text[name.toString()] = header.toString();
    const timestampMs = appendedMs ?? firstMs + Number(timestampDelta);
    records.push({ key: key?.toString() ?? '', value, headers: text, offset, timestampMs });
  }
  return records;
}

/** The offset after a batch, also where compaction took its last messages. */
export function offsetAfter({ firstOffset, lastOffsetDelta }: RecordsBatch): bigint {
  return firstOffset + BigInt(lastOffsetDelta) + 1n;
}
