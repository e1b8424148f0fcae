import { setTimeout as sleep } from 'node:timers/promises';
import {
  type AwaitedFiring,
  alertDone,
  type BucketSummary,
  bucketOfAlert,
  defaultWindowLimits,
  type Firing,
  groupOf,
  type OverflowState,
  overflowDone,
  summarizeAlert,
  summaryOfAwaited,
  type WindowBucket,
  type WindowLimits,
} from '@trailhound/detection';
import type { ObservedBatch, ObserveResult, WindowStore } from '@trailhound/ports';
import { judgeAwaited } from './judge-awaited.js';
import type { RedisConnection } from './redis-connection.js';
import type { RedisOptions } from './redis-options.js';
import { decodeBucket, encodeBucket } from './stored-bucket.js';
import { decodeOverflow, encodeOverflow, newVersion, type Versioned, versioned } from './versioned-state.js';
import {
  type BatchEffects,
  bucketKey,
  isMarked,
  type LoadedStates,
  type Placed,
  placed,
  runBatch,
} from './window-batch.js';
import { type AlertPointer, alertTtlMs, ttlOf, type WindowKeys, windowKeys } from './window-keys.js';

/** Bound on the pause after another matcher was faster. */
const longestYieldMs = 50;
const dayMs = 24 * 3600 * 1000;

interface ReadStates extends LoadedStates {
  readonly versions: ReadonlyMap<string, string>;
  readonly nowMs: number;
}

/**
 * Windows on Redis. The state machine is the one of `libs/detection`; it runs here, on states read in one round trip, and
 * its results are written by one script that compares versions: several matchers at once behave like one after the other.
 */
export class RedisWindowStore implements WindowStore {
  readonly #keys: WindowKeys;
  readonly #latenessMs: number;
  readonly #limits: WindowLimits;

  constructor(
    private readonly redis: RedisConnection,
    { latenessMs = dayMs, limits }: Pick<RedisOptions, 'latenessMs' | 'limits'> = {},
  ) {
    this.#keys = windowKeys(redis.prefix);
    this.#latenessMs = latenessMs;
    // A bucket is read and written whole: what is remembered beyond its windows is kept small.
    this.#limits = { ...defaultWindowLimits, rememberedRecords: 1000, ...limits };
  }

  async stamp(stream: string, partition: number): Promise<bigint | undefined> {
    const stamp = await this.redis.run((client) => client.get(this.#keys.stamp(stream, partition)));
    return stamp === null ? undefined : BigInt(stamp);
  }

  async observe(batch: ObservedBatch): Promise<ObserveResult> {
    const observations = placed(batch.observations);
    for (let attempt = 0; ; attempt += 1) {
      const read = await this.#read(observations);
      const effects = runBatch(observations, read, read.nowMs, this.#limits);
      const [verdict, known] = (await this.#apply(batch, observations, read, effects)) as [string, string?];
      if (verdict === 'regressed') return { kind: 'regressed', stamp: known ? BigInt(known) : undefined };
      if (verdict === 'outdated') return { kind: 'outdated', revision: known ? Number(known) : undefined };
      if (verdict === 'ok') return { kind: 'ok', firings: effects.firings, reached: effects.reached };
      // Somebody counted in one of these groups in between. They made progress; a pause of random length lets this one too.
      await sleep(Math.random() * Math.min(2 ** attempt, longestYieldMs));
    }
  }

  async judge(reading: { readonly readUntilMs: number; readonly limit: number }): Promise<readonly AwaitedFiring[]> {
    return judgeAwaited(this.redis, this.#keys, reading, { limits: this.#limits, latenessMs: this.#latenessMs });
  }

  async markDone(firings: readonly Firing[]): Promise<void> {
    // At once: they share round trips, and those of one bucket find out by its version that they met.
    await Promise.all(
      firings.map(async (firing) => {
        if (firing.overflow) await this.#markOverflowDone(firing);
        else if (firing.bucket !== null) await this.#markBucketDone(firing, firing.bucket);
      }),
    );
  }

  async summary(alertId: string): Promise<BucketSummary | undefined> {
    const text = await this.redis.run((client) => client.get(this.#keys.pointer(alertId)));
    if (text === null) return this.#overflowSummary(alertId);
    const { key, counting, bucket, marked } = JSON.parse(text) as AlertPointer;
    const group = groupOf(key, counting);
    const near = counting.kind === 'await' ? [0] : [bucket - 1, bucket];
    const replies = await this.redis.pipeline(
      near.map((one) => ['hmget', this.#keys.bucket(bucketKey(group, one)), 'v', 's'] as const),
    );
    const state = new Map<number, WindowBucket>();
    near.forEach((one, at) => {
      const { state: known } = versioned(replies[at], decodeBucket);
      if (known) state.set(one, known);
    });
    const awaited = state.get(0);
    if (counting.kind === 'await') return awaited?.kind === 'await' ? summaryOfAwaited(awaited, alertId) : undefined;
    return summarizeAlert(group, state, counting, { bucket, marked }, this.#limits);
  }

  async #read(batch: readonly Placed[]): Promise<ReadStates> {
    const bucketKeys = [
      ...new Set(batch.flatMap(({ group, buckets }) => buckets.map((bucket) => bucketKey(group, bucket)))),
    ];
    const groups = [...new Map(batch.map(({ group, rule }) => [group.id, rule]))];
    const rules = [...new Set(groups.map(([, rule]) => rule))];
    const replies = await this.redis.pipeline([
      ['time'],
      ...bucketKeys.map((key) => ['hmget', this.#keys.bucket(key), 'v', 's'] as const),
      ...rules.flatMap((rule) => [
        ['hmget', this.#keys.overflow(rule), 'v', 's'] as const,
        ['zremrangebyscore', this.#keys.groups(rule), '-inf', Date.now()] as const,
        ['zcard', this.#keys.groups(rule)] as const,
      ]),
      ...groups.map(([id, rule]) => ['zscore', this.#keys.groups(rule), id] as const),
    ]);
    const [seconds, micros] = replies[0] as [string, string];
    const versions = new Map<string, string>();
    const buckets = new Map<string, WindowBucket>();
    const overflows = new Map<string, OverflowState>();
    const note = <T>(key: string, into: Map<string, T>, name: string, found: Versioned<T>) => {
      versions.set(key, found.version);
      if (found.state !== undefined) into.set(name, found.state);
    };
    let at = 1;
    for (const key of bucketKeys) note(this.#keys.bucket(key), buckets, key, versioned(replies[at++], decodeBucket));
    const liveGroups = new Map<string, number>();
    for (const rule of rules) {
      note(this.#keys.overflow(rule), overflows, rule, versioned(replies[at++], decodeOverflow));
      at += 1; // how many groups expired
      liveGroups.set(rule, Number(replies[at++]));
    }
    const knownGroups = new Set<string>();
    for (const [id] of groups) if (replies[at++] !== null) knownGroups.add(id);
    return {
      nowMs: Number(seconds) * 1000 + Math.floor(Number(micros) / 1000),
      versions,
      buckets,
      overflows,
      liveGroups,
      knownGroups,
    };
  }

  async #apply(
    batch: ObservedBatch,
    observations: readonly Placed[],
    read: ReadStates,
    effects: BatchEffects,
  ): Promise<unknown> {
    const { stream, partition, from, to, counted = { from, to }, first } = batch;
    const places = [
      this.#keys.stamp(stream, partition),
      this.#keys.counted(stream, partition),
      this.#keys.rules(stream),
    ];
    const keys = [...places];
    const { revision = '', isNewest = false } = batch.rules ?? {};
    const writes: (string | number)[] = [];
    const written = new Set<string>();
    const write = (key: string, state: string, ttlMs: number) => {
      keys.push(key);
      written.add(key);
      writes.push(read.versions.get(key) ?? '0', state, ttlMs);
    };
    for (const [key, { state, counting }] of effects.buckets) {
      write(
        this.#keys.bucket(key),
        encodeBucket(state),
        isMarked(state) ? alertTtlMs : ttlOf(counting, this.#latenessMs),
      );
    }
    for (const [rule, state] of effects.overflows) write(this.#keys.overflow(rule), encodeOverflow(state), alertTtlMs);
    // What was only read decides as well: it must not have moved either.
    for (const key of read.versions.keys())
      if (!written.has(key) && !key.startsWith(this.#keys.overflow(''))) {
        keys.push(key);
        writes.push(read.versions.get(key) ?? '0', '', 0);
      }
    const groups = [...effects.groups].flatMap(([rule, ids]) =>
      [...ids].map(
        ([id, counting]) => [this.#keys.groups(rule), id, read.nowMs + ttlOf(counting, this.#latenessMs)] as const,
      ),
    );
    const pointers = this.#pointers(observations, effects.firings);
    const due = [...effects.buckets].flatMap(([key, { state }]) =>
      state.kind === 'await' && state.dueMs !== null ? [[key, state.dueMs] as const] : [],
    );
    return this.redis.script('applyWindows', keys, [
      ...[from, to, counted.from, counted.to].map(String),
      first ? 1 : 0,
      ...[revision, isNewest ? 1 : 0, newVersion(), keys.length - places.length, ...writes],
      ...[groups.length, ...groups.flat()],
      ...[pointers.length, ...pointers.flat()],
      ...[due.length, this.#keys.due, ...due.flat()],
    ]);
  }

  #pointers(
    observations: readonly Placed[],
    firings: readonly (readonly Firing[])[],
  ): readonly (readonly [string, string, number])[] {
    return firings.flatMap((fired, at) =>
      fired.flatMap(({ alertId, bucket, suppressed }) => {
        const placed = observations[at];
        if (bucket === null || !placed) return [];
        const { counting, group } = placed;
        const pointer: AlertPointer = { key: group.key, counting, bucket, marked: suppressed };
        return [[this.#keys.pointer(alertId), JSON.stringify(pointer), alertTtlMs] as const];
      }),
    );
  }

  async #markBucketDone(firing: Firing, bucket: number): Promise<void> {
    const pointer = await this.redis.run((client) => client.get(this.#keys.pointer(firing.alertId)));
    if (pointer === null) return; // forgotten: nobody will be answered it again
    const { key, counting } = JSON.parse(pointer) as AlertPointer;
    await this.#replace(
      this.#keys.bucket(bucketKey(groupOf(key, counting), bucketOfAlert(counting, bucket))),
      decodeBucket,
      (state) => {
        const next = alertDone(state, firing);
        return next === state ? undefined : encodeBucket(next);
      },
    );
  }

  /** A lower bound by nature: what is turned away is not told apart. */
  async #overflowSummary(alertId: string): Promise<BucketSummary | undefined> {
    const reply = await this.redis.run((client) => client.hmget(this.#keys.overflow(alertId), 'v', 's'));
    const { state } = versioned(reply, decodeOverflow);
    if (state === undefined) return undefined;
    const { count, firstEventTimeMs, lastEventTimeMs, records } = state;
    return { count, countIsLowerBound: true, firstEventTimeMs, lastEventTimeMs, records };
  }

  async #markOverflowDone({ alertId }: Firing): Promise<void> {
    await this.#replace(this.#keys.overflow(alertId), decodeOverflow, (state) =>
      state.mark.state === 'done' ? undefined : encodeOverflow(overflowDone(state)),
    );
  }

  /** Changes one state, again and again until nobody was faster; `change` answers undefined where there is nothing to do. */
  async #replace<T>(key: string, decode: (text: string) => T, change: (state: T) => string | undefined): Promise<void> {
    for (;;) {
      const { version, state } = versioned(await this.redis.run((client) => client.hmget(key, 'v', 's')), decode);
      const next = state === undefined ? undefined : change(state);
      if (next === undefined) return;
      if ((await this.redis.script('setIfUnmoved', [key], [version, next, newVersion()])) === 1) return;
    }
  }
}
