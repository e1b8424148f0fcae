import type { WindowBucket } from '@trailhound/detection';
import type { Database } from '../database/database.js';
import { readBuckets, writeBucket } from './bucket-rows.js';
import type { StoredGroup } from './group-table.js';
import { RecentMap } from './recent-map.js';

/** Entries and values held in memory, over all groups. */
const mostHeld = 400_000;

interface HeldGroup {
  readonly stored: StoredGroup;
  readonly now: Map<number, WindowBucket>;
  /** Buckets that changed since the last `write`, as they stand in the database. */
  readonly before: Map<number, WindowBucket>;
}

/**
 * Buckets in memory: the recently used ones, and all that changed since the last `write`. It is the only way to them,
 * and one process owns the database, so it never grows stale; after a failed transaction `forget` starts afresh.
 */
export class BucketCache {
  readonly #database: Database;
  readonly #held = new RecentMap<number, HeldGroup>(mostHeld);
  readonly #changed = new Set<HeldGroup>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** At least these buckets of a group, which lie side by side. */
  around(stored: StoredGroup, wanted: readonly number[]): ReadonlyMap<number, WindowBucket> {
    const { now } = this.#group(stored);
    if (wanted.some((near) => !now.has(near))) {
      for (const [near, state] of readBuckets(this.#database, stored, Math.min(...wanted), Math.max(...wanted))) {
        if (now.has(near)) continue;
        now.set(near, state);
        this.#held.weigh(sizeOf(state));
      }
    }
    return now;
  }

  change(stored: StoredGroup, bucket: number, next: WindowBucket): void {
    const group = this.#group(stored);
    const previous = group.now.get(bucket);
    if (previous === undefined) throw new TypeError('a bucket is changed that was not read');
    if (!group.before.has(bucket)) group.before.set(bucket, previous);
    group.now.set(bucket, next);
    this.#changed.add(group);
    this.#held.weigh(Math.max(0, sizeOf(next) - sizeOf(previous)));
  }

  /** Writes every change; to be called inside the transaction the changes belong to. */
  write(): void {
    for (const { stored, now, before } of this.#changed) {
      for (const [bucket, previous] of before) {
        writeBucket(this.#database, stored, bucket, previous, now.get(bucket) ?? previous);
      }
      before.clear();
    }
    this.#changed.clear();
    this.#held.settle();
  }

  forget(): void {
    this.#held.clear();
    this.#changed.clear();
  }

  #group(stored: StoredGroup): HeldGroup {
    const known = this.#held.get(stored.row);
    if (known !== undefined) return known;
    const group: HeldGroup = { stored, now: new Map(), before: new Map() };
    this.#held.set(stored.row, group);
    return group;
  }
}

function sizeOf(bucket: WindowBucket): number {
  return bucket.entries.length + 1 + (bucket.kind === 'count' ? bucket.values.length : 0);
}
