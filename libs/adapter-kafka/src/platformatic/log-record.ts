import type { KafkaRecord, RecordsBatch } from '@platformatic/kafka';
import type { LogRecord } from '@trailhound/ports';
import { headerText } from '../header-text.js';

/** Bits of a batch's attributes (https://kafka.apache.org/documentation/#recordbatch). */
const logAppendTime = 1 << 3;
const control = 1 << 5;

/** The messages of a batch from `from` on; none of one that only marks the end of a transaction. */
export function logRecords(batch: RecordsBatch, from: bigint): readonly LogRecord[] {
  if ((batch.attributes & control) !== 0) return [];
  const firstMs = Number(batch.firstTimestamp);
  const appendedMs = (batch.attributes & logAppendTime) === 0 ? undefined : Number(batch.maxTimestamp);
  const records: LogRecord[] = [];
  for (const record of batch.records) {
    const offset = batch.firstOffset + BigInt(record.offsetDelta);
    if (offset < from) continue;
    const timestampMs = appendedMs ?? firstMs + Number(record.timestampDelta);
    records.push(new PlatformaticLogRecord(record, offset, timestampMs));
  }
  return records;
}

/** A message as the port has it; key and headers are decoded when they are asked for. */
class PlatformaticLogRecord implements LogRecord {
  readonly #record: KafkaRecord;

  constructor(
    record: KafkaRecord,
    readonly offset: bigint,
    readonly timestampMs: number,
  ) {
    this.#record = record;
  }

  get key(): string {
    return this.#record.key?.toString() ?? '';
  }

  get value(): Uint8Array | null {
    return this.#record.value;
  }

  /** Of headers with one name the last counts. */
  header(name: string): string | undefined {
    const { headers } = this.#record;
    for (let at = headers.length - 1; at >= 0; at -= 1) {
      const header = headers[at];
      const text = header?.[1];
      if (text && isAscii(header[0], name)) return headerText(name, text);
    }
    return undefined;
  }
}

/** True where the bytes are the text, which is ASCII. */
function isAscii(bytes: Buffer | null | undefined, text: string): boolean {
  if (bytes?.length !== text.length) return false;
  for (let at = 0; at < text.length; at += 1) if (bytes[at] !== text.charCodeAt(at)) return false;
  return true;
}

/** The offset after a batch, also where compaction took its last messages. */
export function offsetAfter({ firstOffset, lastOffsetDelta }: RecordsBatch): bigint {
  return firstOffset + BigInt(lastOffsetDelta) + 1n;
}
