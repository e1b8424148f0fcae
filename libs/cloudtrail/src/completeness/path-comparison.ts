import type { PathCounts } from '@trailhound/contracts';
import type { ArrivalPath } from './arrival-path.js';

/** Holds what one path brought against what the other did. */
export interface PathComparison {
  /** False for records that are left out of the sample: nothing else of them need be read. */
  looksAt(uid: string): boolean;
  /** A copy of a record came. `trail` is asked for once a record, and only where the record is looked at. */
  see(uid: string, path: ArrivalPath, trail: () => string, nowMs: number): void;
  /** By trail, the records whose grace time is over since the last call. */
  due(nowMs: number): ReadonlyMap<string, PathCounts>;
  /** Records that are being waited for. */
  readonly waiting: number;
}

export interface PathComparisonOptions {
  /** From when on copies are seen, epoch milliseconds. */
  readonly nowMs: number;
  /** How long the other copy of a record may take. Default 2 hours. */
  readonly graceMs?: number;
  /** Most records waited for at a time. Default 4,096, which is about a megabyte. */
  readonly capacity?: number;
  /** Most copies looked at between two calls of `due`, whatever path they came on. Default 1,000. */
  readonly looks?: number;
}

/** CloudTrail delivers within 15 minutes mostly; digests, which say what was delivered, come within two hours. */
const defaultGraceMs = 2 * 60 * 60_000;
const defaultCapacity = 4_096;
const defaultLooks = 1_000;
const ranks = 32;
const bits: Readonly<Record<ArrivalPath, number>> = { objects: 1, events: 2 };
const bothBits = bits.objects | bits.events;

interface Waiting {
  readonly trail: string;
  readonly rank: number;
  readonly firstMs: number;
  paths: number;
}

export const noPathCounts: PathCounts = { both: 0, onlyObjects: 0, onlyEvents: 0 };

/**
 * Compares exactly while few records wait at a time. Where they are more than `capacity`, or come faster than `looks`, only
 * every second is looked at, or every fourth, and so on, told by its uid, so that both copies are or none; what is counted
 * then stands for as many.
 * A record whose other copy may have come before anybody looked is not counted: nothing is for the first grace time.
 */
export function createPathComparison(options: PathComparisonOptions): PathComparison {
  const { nowMs: startedMs, graceMs = defaultGraceMs, capacity = defaultCapacity, looks = defaultLooks } = options;
  /** Records of a lower rank are not looked at; of each rank there are half as many as of the one before. */
  let lowest = 0;
  /** Copies looked at since `due` was called last, or fewer were. */
  let looked = 0;
  /** Since when records of a rank are looked at without a break. */
  const since: number[] = Array.from({ length: ranks }, () => startedMs);
  /** In the order in which they were first seen. */
  const waiting = new Map<string, Waiting>();

  function lookAtFewer(): void {
    lowest += 1;
    looked = 0;
    for (const [uid, { rank }] of waiting) if (rank < lowest) waiting.delete(uid);
  }

  function lookAtMore(nowMs: number): void {
    lowest -= 1;
    since[lowest] = nowMs;
  }

  /** The lowest rank from which on all were looked at long enough before this moment; `ranks` where none was. */
  function lowestBefore(firstMs: number): number {
    let rank = ranks;
    while (rank > lowest && (since[rank - 1] ?? firstMs) + graceMs <= firstMs) rank -= 1;
    return rank;
  }

  return {
    looksAt(uid) {
      if (lowest > 0 && rankOf(uid) < lowest) return false;
      looked += 1;
      if (looked > looks && lowest < ranks - 1) lookAtFewer();
      return true;
    },
    see(uid, path, trail, nowMs) {
      const rank = rankOf(uid);
      if (rank < lowest) return;
      const known = waiting.get(uid);
      if (known !== undefined) {
        known.paths |= bits[path];
        return;
      }
      waiting.set(uid, { trail: trail(), rank, firstMs: nowMs, paths: bits[path] });
      while (waiting.size > capacity && lowest < ranks - 1) lookAtFewer();
    },
    due(nowMs) {
      const counts = new Map<string, PathCounts>();
      for (const [uid, { trail, rank, firstMs, paths }] of waiting) {
        if (nowMs - firstMs < graceMs) break;
        waiting.delete(uid);
        const counted = lowestBefore(firstMs);
        if (counted === ranks || rank < counted) continue;
        const kind = paths === bothBits ? 'both' : paths === bits.objects ? 'onlyObjects' : 'onlyEvents';
        const before = counts.get(trail) ?? noPathCounts;
        counts.set(trail, { ...before, [kind]: before[kind] + 2 ** counted });
      }
      if (lowest > 0 && waiting.size < capacity / 4 && looked < looks / 4) lookAtMore(nowMs);
      looked = 0;
      return counts;
    },
    get waiting() {
      return waiting.size;
    },
  };
}

/** Zero bits at the end of a hash: 0 for every second uid, 1 for every fourth, and so on. */
function rankOf(uid: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < uid.length; at += 1) hash = Math.imul(hash ^ uid.charCodeAt(at), 0x01000193);
  // FNV's lowest bits are those of the characters alone.
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  hash ^= hash >>> 12;
  return hash === 0 ? ranks - 1 : 31 - Math.clz32(hash & -hash);
}
