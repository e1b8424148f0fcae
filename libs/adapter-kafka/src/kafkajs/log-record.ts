import type { LogRecord } from '@trailhound/ports';
import type { KafkaMessage } from 'kafkajs';

export function logRecord({ key, value, headers, offset, timestamp }: KafkaMessage): LogRecord {
  const text: Record<string, string> = {};
  for (const [name, header] of Object.entries(headers ?? {})) if (header !== undefined) text[name] = String(header);
  return { key: key?.toString() ?? '', value, headers: text, offset: BigInt(offset), timestampMs: Number(timestamp) };
}
