import { isIP } from 'node:net';
import { type JsonObject, ownText } from '@trailhound/cloudtrail';

/** The caller's address; undefined where a service or nothing stands there. */
export function addressOf(record: JsonObject): string | undefined {
  const text = ownText(record, 'sourceIPAddress');
  if (text === undefined || text.length > 64) return undefined;
  const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(text)?.[1] ?? text;
  return isIP(plain) === 0 || plain.includes('%') ? undefined : plain;
}
