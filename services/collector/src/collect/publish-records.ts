import { excerptOf } from '@trailhound/cloudtrail';
import { hasCode, topics } from '@trailhound/contracts';
import type { RecordLog } from '@trailhound/ports';
import type { RecordItem, RejectedItem } from '../read/read-input.js';
import type { Input, Source } from '../sources/source.js';
import { recordMessage } from './messages.js';

/** Which records are durable, and which the log will never take, as what is to be quarantined. */
export interface PublishedRecords {
  readonly taken: readonly RecordItem[];
  readonly refused: readonly RejectedItem[];
}

/**
 * Publishes records and resolves when they are durable, but for those that the log refuses for good: one record must neither hold up what comes behind it nor end the collector, which would meet it again.
 * A batch with such a record is halved until it stands alone, so its neighbours may be published more than once.
 */
export async function publishRecords(
  log: Pick<RecordLog, 'publish'>,
  source: Source,
  input: Input,
  records: readonly RecordItem[],
): Promise<PublishedRecords> {
  const [first] = records;
  if (first === undefined) return { taken: [], refused: [] };
  const messages = records.map((item) => recordMessage(source, input, item));
  try {
    await log.publish(topics.records, messages);
    return { taken: records, refused: [] };
  } catch (error) {
    if (!hasCode(error, 'LOG_MESSAGE_REFUSED')) throw error;
    if (records.length === 1) return { taken: [], refused: [refusedRecord(first, error)] };
  }
  const middle = records.length >> 1;
  const before = await publishRecords(log, source, input, records.slice(0, middle));
  const behind = await publishRecords(log, source, input, records.slice(middle));
  return { taken: [...before.taken, ...behind.taken], refused: [...before.refused, ...behind.refused] };
}

function refusedRecord({ index, offset, bytes, uid }: RecordItem, error: unknown): RejectedItem {
  const words = error instanceof Error ? error.message : String(error);
  const message = `the log refuses record ${uid} of ${bytes.length} bytes: ${words}`;
  return { kind: 'rejected', index, offset, reason: 'too_large', message, excerpt: excerptOf(bytes) };
}
