import { type BucketState, type GroupState, neighbours } from '@trailhound/detection';
import type { Database } from '../database/database.js';
import { readBuckets, writeBucket } from './bucket-rows.js';
import type { StoredGroup } from './group-table.js';

/** Entries and values held in memory at most, over all buckets, before the least recently used are dropped. */
const mostHeld = 300_000;

interface Held {
  readonly stored: StoredGroup;
  readonly bucket: number;
  /** As in the database; undefined while nothing changed. */
  before?: BucketState;
  now: BucketState;
}

/**
 * Buckets in memory: the recently used ones, and all that changed since the last `write`. It is the only way to them,
 * and one process owns the database, so it never grows stale; after a failed transaction `forget` starts afresh.
 */
export class BucketCache {
  readonly #database: Database;
  readonly #held = new Map<string, Held>();
  readonly #changed = new Set<Held>();
  #size = 0;

  constructor(database: Database) {
    this.#database = database;
  }

  /** The buckets an observation in `bucket` reads. */
  around(stored: StoredGroup, bucket: number): GroupState {
    const wanted = neighbours(bucket);
    if (wanted.some((near) => !this.#held.has(nameOf(stored, near)))) this.#load(stored, wanted[0], wanted[2]);
    return new Map(wanted.map((near) => [near, this.#use(nameOf(stored, near)).now]));
  }

  change(stored: StoredGroup, bucket: number, next: BucketState): void {
    const held = this.#use(nameOf(stored, bucket));
    this.#size += sizeOf(next) - sizeOf(held.now);
    held.before ??= held.now;
    held.now = next;
    this.#changed.add(held);
  }

  /** Writes every change; to be called inside the transaction the changes belong to. */
  write(): void {
    for (const held of this.#changed) {
      const { stored, bucket, before, now } = held;
      if (before !== undefined) writeBucket(this.#database, stored.row, stored.group, bucket, before, now);
      delete held.before;
    }
    this.#changed.clear();
    this.#shrink();
  }

  forget(): void {
    this.#held.clear();
    this.#changed.clear();
    this.#size = 0;
  }

  #load(stored: StoredGroup, from: number, to: number): void {
    for (const [bucket, now] of readBuckets(this.#database, stored.row, from, to)) {
      const name = nameOf(stored, bucket);
      if (this.#held.has(name)) continue;
      this.#held.set(name, { stored, bucket, now });
      this.#size += sizeOf(now);
    }
  }

  #use(name: string): Held {
    const held = this.#held.get(name);
    if (held === undefined) throw new TypeError('a bucket is changed that was not read');
    this.#held.delete(name);
    this.#held.set(name, held);
    return held;
  }

  #shrink(): void {
    for (const [name, { now }] of this.#held) {
      if (this.#size <= mostHeld) return;
      this.#held.delete(name);
      this.#size -= sizeOf(now);
    }
  }
}

function nameOf({ row }: StoredGroup, bucket: number): string {
  return `${row}:${bucket}`;
}

function sizeOf({ entries, values }: BucketState): number {
  return entries.length + values.length + 1;
}
