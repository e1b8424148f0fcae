import { crc32 } from 'node:zlib';

/**
 * Counts records that carry a known uid and another body than before. Such a copy is evaluated like any other, so nobody
 * masks an event by re-using its id; a rising count says somebody tries, or a source rewrites records.
 */
export interface UidConflicts {
  /**
   * True when the uid was seen with another body: of another length or event name, or with another checksum where both
   * bodies were `read`. Remembers the first body seen.
   */
  isConflict(uid: string, eventName: string | undefined, body: Uint8Array, read: boolean): boolean;
}

/** Of FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/. */
const prime = 0x01000193;

/** Of a body: what tells it without looking into it, and its CRC-32 where it was looked into (0: it was not). */
const wordsPerUid = 4;

/**
 * Remembers about the last `capacity` uids (a power of two), 16 bytes each, and allocates nothing for a record. It is a
 * count for people, not a proof: a copy that comes much later goes unnoticed, and so does one forged to have the same
 * checksum; neither goes unevaluated.
 */
export function createUidConflicts(capacity = 65_536): UidConflicts {
  const seen = new Int32Array(capacity * wordsPerUid);
  return {
    isConflict(uid, eventName, body, read) {
      let low = 0x811c9dc5;
      let high = 0x5bd1e995;
      for (let at = 0; at < uid.length; at += 1) {
        const unit = uid.charCodeAt(at);
        low = Math.imul(low ^ unit, prime);
        high = Math.imul(high ^ unit, prime);
      }
      low |= 0;
      high |= 1; // never 0, which is an empty slot
      const outside = (Math.imul(eventName === undefined ? 0 : fold(eventName), 31) + body.length) | 0;
      const inside = read ? crc32(body) | 0 : 0;
      const slot = (low & (capacity - 1)) * wordsPerUid;
      if (seen[slot] !== low || seen[slot + 1] !== high) {
        seen[slot] = low;
        seen[slot + 1] = high;
        seen[slot + 2] = outside;
        seen[slot + 3] = inside;
        return false;
      }
      const before = seen[slot + 3] as number;
      if (before === 0) seen[slot + 3] = inside;
      return seen[slot + 2] !== outside || (before !== 0 && inside !== 0 && before !== inside);
    },
  };
}

/** FNV-1a over the UTF-16 units. */
function fold(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), prime);
  return hash | 0;
}
