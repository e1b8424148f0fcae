import {
  accountOf,
  emptyActivity,
  isInsight,
  joinActivity,
  ownText,
  type SeenRecord,
  seeRecords,
  trailName,
} from '@trailhound/cloudtrail';
import type { TrailActivity } from '@trailhound/contracts';
import { type CheckpointStore, type Clock, createActivityStore } from '@trailhound/ports';
import type { CollectorMetrics } from '../collect/collector-metrics.js';
import type { RecordItem } from '../read/read-input.js';
import type { Input, Source } from '../sources/source.js';
import { rootOf } from './trail-root.js';

/** Keeps account of what came from where and when, across restarts and collectors. */
export interface ActivityTracker {
  /** Records of an input that are durable in the log. */
  see(kind: Source['kind'], input: Input, items: readonly RecordItem[]): void;
  /**
   * Resolves when it is stored in which hours there were records. Call it before an input is remembered as done: a crash
   * may then repeat an hour, and never leave one out. Counts and the lag are stored along, at the latest with `flush`.
   */
  settle(): Promise<void>;
  /** Stores everything seen so far. */
  flush(): Promise<void>;
}

const flushEveryMs = 30_000;

interface Pending {
  readonly account: string;
  readonly region: string;
  activity: TrailActivity;
}

export function createActivityTracker(
  checkpoints: CheckpointStore,
  clock: Pick<Clock, 'now'>,
  metrics: Pick<CollectorMetrics, 'lag'>,
): ActivityTracker {
  const store = createActivityStore(checkpoints);
  let pending = new Map<string, Pending>();
  let roots = new Set<string>();
  /** Hours that are known to be stored. */
  const storedHours = new Map<string, TrailActivity['hours']>();
  /** Inputs of which some records were seen: each counts once. */
  const begun = new WeakSet<Input>();
  let hasNews = false;
  let flushedMs = Number.NEGATIVE_INFINITY;
  let flushing: Promise<void> = Promise.resolve();

  function see(kind: Source['kind'], input: Input, items: readonly RecordItem[]): void {
    const { name, deliveredMs } = input;
    const isNew = !begun.has(input);
    begun.add(input);
    const nowMs = clock.now();
    const byTrail = new Map<string, SeenRecord[]>();
    for (const item of items) {
      // What Insights found says nothing of whether events are delivered, nor how soon.
      if (item.plain === undefined && isInsight(item.record)) continue;
      const key = trailKey(item);
      const known = byTrail.get(key);
      const record = { eventTimeMs: item.eventTimeMs, deliveredMs };
      if (deliveredMs !== undefined) metrics.lag((deliveredMs - item.eventTimeMs) / 1000);
      if (known === undefined) byTrail.set(key, [record]);
      else known.push(record);
    }
    const root = rootOf(name);
    if (root !== undefined && !roots.has(root)) roots.add(root);
    for (const [key, records] of byTrail) {
      const [account = '', region = ''] = key.split(' ');
      const before = pending.get(key)?.activity ?? emptyActivity;
      const seen = seeRecords(before, records, nowMs);
      const inputs = isNew ? { ...seen.inputs, [kind]: (seen.inputs[kind] ?? 0) + 1 } : seen.inputs;
      pending.set(key, { account, region, activity: { ...seen, inputs } });
      hasNews ||= hasMore(seen.hours, storedHours.get(key) ?? {});
    }
  }

  async function flushNow(): Promise<void> {
    if (pending.size === 0) return;
    const taken = [...pending.values()];
    const takenRoots = roots;
    pending = new Map();
    roots = new Set();
    hasNews = false;
    try {
      for (const [account, trails] of Map.groupBy(taken, (trail) => trail.account)) {
        const regions = new Map(trails.map(({ region, activity }) => [region, activity]));
        const stored = await store.join(account, regions);
        for (const [region, { hours }] of Object.entries(stored)) storedHours.set(`${account} ${region}`, hours);
      }
      await store.enter(new Set(taken.map(({ account }) => account)), takenRoots);
      flushedMs = clock.now();
    } catch (error) {
      // Nothing is lost: it is joined to what has been seen since, and counts may be a little high.
      for (const { account, region, activity } of taken) {
        const key = `${account} ${region}`;
        const since = pending.get(key)?.activity;
        pending.set(key, { account, region, activity: since ? joinActivity(activity, since) : activity });
      }
      for (const root of takenRoots) roots.add(root);
      hasNews = true;
      throw error;
    }
  }

  function flush(): Promise<void> {
    const next = flushing.catch(() => undefined).then(flushNow);
    flushing = next;
    next.catch(() => undefined);
    return next;
  }

  return {
    see,
    flush,
    async settle() {
      if (hasNews || clock.now() - flushedMs >= flushEveryMs) return await flush();
      await flushing; // what another input's records are being stored with may be this one's
    },
  };
}

/** A record that is told without being parsed is not parsed for this. */
function trailKey(item: RecordItem): string {
  const account = item.plain?.recipientAccountId ?? accountOf(item.record) ?? '';
  const region = item.plain?.awsRegion ?? ownText(item.record, 'awsRegion') ?? '';
  return trailName(account, region);
}

function hasMore(hours: TrailActivity['hours'], known: TrailActivity['hours']): boolean {
  return Object.entries(hours).some(([day, mask]) => (mask & ~(known[day] ?? 0)) !== 0);
}
