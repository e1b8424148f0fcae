import { hash } from 'node:crypto';

/**
 * Counts records that carry a known uid and other bytes than before. Such a copy is evaluated like any other, so nobody
 * masks an event by re-using its id; a rising count says somebody tries, or a source rewrites records.
 */
export interface UidConflicts {
  /** True when the uid was seen with other bytes. Remembers the first bytes seen. */
  isConflict(uid: string, bytes: Uint8Array): boolean;
}

/** Remembers the last `capacity` uids: about 150 bytes each. A copy later than that goes unnoticed, never unevaluated. */
export function createUidConflicts(capacity = 50_000): UidConflicts {
  const seen = new Map<string, string>();
  return {
    isConflict(uid, bytes) {
      const digest = hash('sha256', bytes, 'base64url').slice(0, 22);
      const before = seen.get(uid);
      if (before !== undefined) return before !== digest;
      seen.set(uid, digest);
      if (seen.size > capacity) {
        for (const oldest of seen.keys()) {
          seen.delete(oldest);
          break;
        }
      }
      return false;
    },
  };
}
