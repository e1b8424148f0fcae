import { recordHeaders, redactText } from '@trailhound/cloudtrail';
import type { Origin, QuarantineEntry } from '@trailhound/contracts';
import type { LogMessage } from '@trailhound/ports';
import type { RecordItem, RejectedItem } from '../read/read-input.js';
import type { Input, Source } from '../sources/source.js';

const maxMessageCharacters = 500;
const encoder = new TextEncoder();

/** A record's message in `cloudtrail.records`: its bytes untouched, what others need to know beside them. */
export function recordMessage(source: Source, { name, deliveredMs }: Input, item: RecordItem): LogMessage {
  const { kind, backfill, notify } = source;
  const origin: Origin = {
    source: kind,
    input: name,
    index: item.index,
    ...(deliveredMs !== undefined && { deliveredAt: new Date(deliveredMs).toISOString() }),
    ...(backfill && { backfill }),
    ...(backfill && notify && { notify }),
  };
  return { key: item.uid, value: item.bytes, headers: recordHeaders(item, origin) };
}

/** What could not be read as a message in `cloudtrail.quarantine`: a pointer and the beginning of it. */
export function quarantineMessage(input: string, item: RejectedItem, nowMs: number): LogMessage {
  const entry: QuarantineEntry = {
    version: 1,
    reason: item.reason,
    // Parsers quote the text they fail on.
    message: redactText(item.message.slice(0, maxMessageCharacters)),
    input,
    ...(item.index !== undefined && { index: item.index }),
    offset: item.offset,
    excerpt: item.excerpt,
    at: new Date(nowMs).toISOString(),
  };
  return { key: input, value: encoder.encode(JSON.stringify(entry)), headers: {} };
}
