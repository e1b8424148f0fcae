import {
  arrivalPath,
  createPathComparison,
  emptyActivity,
  joinActivity,
  type PathComparison,
  trailName,
} from '@trailhound/cloudtrail';
import { type PathCounts, recordHeaderNames, type TrailActivity } from '@trailhound/contracts';
import { type CheckpointStore, type Clock, createActivityStore, type Logger, type LogRecord } from '@trailhound/ports';
import type { Metrics } from '@trailhound/runtime';

/**
 * Counts what only one of two paths brought, the objects of a bucket or the events of the bus. All copies of a record
 * are in one partition, so whoever reads it sees them. A count for people: a partition that comes anew is not counted for
 * the first two hours, and what waits when the process ends is not counted at all.
 */
export interface PathWatch {
  /** Records of a partition whose effects are durable. `signal` aborts when the partition is taken away. */
  see(partition: number, records: readonly LogRecord[], signal: AbortSignal): void;
  /** Counts what is due, and stores it once a minute. What cannot be stored now is stored with what comes later. */
  settle(): Promise<void>;
}

export interface PathWatchOptions {
  readonly checkpoints: CheckpointStore;
  readonly clock: Pick<Clock, 'now'>;
  readonly metrics: Metrics;
  readonly logger: Pick<Logger, 'debug'>;
}

const storeEveryMs = 60_000;

interface Watched {
  readonly comparison: PathComparison;
  readonly signal: AbortSignal;
  /** What is read again is no new copy. */
  next: bigint;
}

export function createPathWatch({ checkpoints, clock, metrics, logger }: PathWatchOptions): PathWatch {
  const store = createActivityStore(checkpoints);
  const counted = metrics.counter({
    name: 'trailhound_records_by_path_total',
    help: 'Records by what brought them within two hours: objects of a bucket, events of the bus, or both. Estimated where they are many.',
    labels: ['seen_by'],
  });
  const partitions = new Map<number, Watched>();
  let unstored = new Map<string, TrailActivity>();
  let storedMs = clock.now();

  function watched(partition: number, signal: AbortSignal): Watched {
    const known = partitions.get(partition);
    if (known !== undefined && !known.signal.aborted) return known;
    const fresh = { comparison: createPathComparison({ nowMs: clock.now() }), signal, next: 0n };
    partitions.set(partition, fresh);
    return fresh;
  }

  function count(trail: string, paths: PathCounts): void {
    if (paths.both > 0) counted.inc({ seen_by: 'both' }, paths.both);
    if (paths.onlyObjects > 0) counted.inc({ seen_by: 'objects' }, paths.onlyObjects);
    if (paths.onlyEvents > 0) counted.inc({ seen_by: 'events' }, paths.onlyEvents);
    unstored.set(trail, joinActivity(unstored.get(trail) ?? emptyActivity, { ...emptyActivity, paths }));
  }

  async function storeAll(): Promise<void> {
    const taken = unstored;
    unstored = new Map();
    const byAccount = Map.groupBy(taken, ([trail]) => trail.split(' ')[0] ?? '');
    for (const [account, trails] of byAccount) {
      try {
        await store.join(account, new Map(trails.map(([trail, activity]) => [trail.split(' ')[1] ?? '', activity])));
      } catch (error) {
        logger.debug({ err: error }, 'what paths brought cannot be stored yet');
        for (const [trail, activity] of trails)
          unstored.set(trail, joinActivity(unstored.get(trail) ?? emptyActivity, activity));
      }
    }
  }

  return {
    see(partition, records, signal) {
      const here = watched(partition, signal);
      const nowMs = clock.now();
      const { next } = here;
      const [first, last] = [records[0], records.at(-1)];
      if (first === undefined || last === undefined || last.offset < next) return;
      here.next = last.offset + 1n;
      const isReadAgain = first.offset < next;
      for (const record of records) {
        if (isReadAgain && record.offset < next) continue;
        const uid = record.key;
        if (!here.comparison.looksAt(uid)) continue;
        const path = arrivalPath(record.header(recordHeaderNames.origin));
        if (path !== undefined) here.comparison.see(uid, path, () => trailOf(record), nowMs);
      }
    },
    async settle() {
      const nowMs = clock.now();
      for (const [partition, { comparison, signal }] of partitions) {
        if (signal.aborted) partitions.delete(partition);
        else for (const [trail, paths] of comparison.due(nowMs)) count(trail, paths);
      }
      if (unstored.size === 0 || nowMs - storedMs < storeEveryMs) return;
      storedMs = nowMs;
      await storeAll();
    },
  };
}

function trailOf(record: LogRecord): string {
  const header = (name: 'account' | 'region') => record.header(recordHeaderNames[name]) ?? '';
  return trailName(header('account'), header('region'));
}
