import {
  type AwaitedFiring,
  alertDone,
  type BucketSummary,
  bucketsOf,
  type Firing,
  judgeGroup,
  type Observation,
  observeOne,
  overflowAlertId,
  type ReachedMoment,
  summarizeAlert,
  summaryOfAwaited,
  turnAway,
  turnedAway,
  type WindowLimits,
} from '@trailhound/detection';
import type { Clock, ObservedBatch, ObserveResult, RulesStanding, WindowStore } from '@trailhound/ports';
import { type Database, numberIn, textIn } from '../database/database.js';
import type { BucketCache } from './bucket-cache.js';
import type { GroupTable } from './group-table.js';
import { OverflowTable } from './overflow-table.js';

export interface WindowStoreParts {
  readonly database: Database;
  readonly groups: GroupTable;
  readonly buckets: BucketCache;
  readonly clock: Clock;
  readonly limits: WindowLimits;
}

/** How far a partition is covered, and how far counted: never before that. */
interface Places {
  readonly stamp: number;
  readonly counted: number;
}

interface Taken {
  readonly firings: readonly Firing[];
  readonly reached: readonly ReachedMoment[];
}

/** The window machine on tables: each batch is one transaction, counts, alerts and stamp together. */
export function createWindowStore({ database, groups, buckets, clock, limits }: WindowStoreParts): WindowStore {
  const overflows = new OverflowTable(database);

  function inTransaction<T>(work: () => T): T {
    try {
      return database.transaction(() => {
        const result = work();
        buckets.write();
        return result;
      });
    } catch (error) {
      groups.forget();
      buckets.forget();
      throw error;
    }
  }

  function storedPlaces(stream: string, partition: number): Places | undefined {
    const row = database.row(
      'SELECT position, counted FROM window_stamps WHERE stream = ? AND log_partition = ?',
      stream,
      partition,
    );
    return row && { stamp: numberIn(row, 'position'), counted: numberIn(row, 'counted') };
  }

  /** Moves the revision counted under on, or answers why it may not. */
  function outdated(stream: string, { revision, isNewest }: RulesStanding): ObserveResult | undefined {
    const row = database.row('SELECT revision FROM window_rules WHERE stream = ?', stream);
    const known = row && numberIn(row, 'revision');
    if (known === undefined ? !isNewest : known > revision) return { kind: 'outdated', revision: known };
    if (known !== revision) {
      database.change('INSERT OR REPLACE INTO window_rules (stream, revision) VALUES (?, ?)', stream, revision);
    }
    return undefined;
  }

  function overflow(observation: Observation, nowMs: number): readonly Firing[] {
    const id = overflowAlertId(observation.key);
    const turned = turnAway(overflows.read(id), turnedAway(observation), nowMs, limits);
    overflows.write(id, turned.state);
    return turned.firings;
  }

  function take(observation: Observation, nowMs: number): Taken {
    const stored = groups.admit(observation, nowMs);
    if (stored === undefined) return { firings: overflow(observation, nowMs), reached: [] };
    const state = buckets.around(stored, bucketsOf(stored.group, observation));
    const { changed, firings, reached, lost } = observeOne(stored.group, state, observation, nowMs, limits);
    for (const [bucket, next] of changed) buckets.change(stored, bucket, next);
    return { firings: lost ? [...firings, ...overflow(observation, nowMs)] : firings, reached };
  }

  /** The group of an alert that was judged when its window was over. */
  function awaitedAt(alertId: string) {
    const row = database.row('SELECT window_group FROM window_awaited_alerts WHERE alert_id = ?', alertId);
    const stored = row && groups.at(numberIn(row, 'window_group'));
    const state = stored && buckets.around(stored, [0]).get(0);
    return stored && state?.kind === 'await' ? { stored, state } : undefined;
  }

  function markAwaitedDone(firing: Firing): boolean {
    const awaited = awaitedAt(firing.alertId);
    if (awaited) buckets.change(awaited.stored, 0, alertDone(awaited.state, firing));
    return awaited !== undefined;
  }

  return {
    async stamp(stream, partition) {
      const places = storedPlaces(stream, partition);
      return places && BigInt(places.stamp);
    },

    async observe(batch: ObservedBatch): Promise<ObserveResult> {
      return inTransaction(() => {
        const { stream, partition, from, to, counted = { from, to } } = batch;
        const places = storedPlaces(stream, partition);
        if (places === undefined ? !batch.first : places.stamp < from || places.counted < counted.from) {
          return { kind: 'regressed', stamp: places && BigInt(places.stamp) };
        }
        const refusal = batch.rules && outdated(stream, batch.rules);
        if (refusal) return refusal;
        const nowMs = clock.now();
        const taken = batch.observations.map((observation) => take(observation, nowMs));
        database.change(
          'INSERT OR REPLACE INTO window_stamps (stream, log_partition, position, counted) VALUES (?, ?, ?, ?)',
          ...[stream, partition],
          ...[Math.max(Number(to), places?.stamp ?? 0), Math.max(Number(counted.to), Number(to), places?.counted ?? 0)],
        );
        return {
          kind: 'ok',
          firings: taken.map(({ firings }) => firings),
          reached: taken.map(({ reached }) => reached),
        };
      });
    },

    async judge({ readUntilMs, limit }) {
      return inTransaction(() => {
        const due = database.rows(
          'SELECT window_group FROM window_awaited WHERE due_ms <= ? LIMIT ?',
          readUntilMs,
          limit,
        );
        return due.flatMap((row): readonly AwaitedFiring[] => {
          const stored = groups.at(numberIn(row, 'window_group'));
          const state = stored && buckets.around(stored, [0]).get(0);
          if (state?.kind !== 'await' || stored?.counting.kind !== 'await') return [];
          const { spec, latenessMs } = stored.counting;
          const { next, firings } = judgeGroup(stored.group, spec, state, { readUntilMs, latenessMs, limits });
          buckets.change(stored, 0, next);
          return firings;
        });
      });
    },

    async markDone(firings) {
      inTransaction(() => {
        for (const firing of firings) {
          const { alertId, bucket, overflow } = firing;
          if (overflow) overflows.markDone(alertId);
          if (bucket === null || markAwaitedDone(firing)) continue;
          const alert = database.row('SELECT window_group FROM window_alerts WHERE alert_id = ?', alertId);
          const stored = alert && groups.at(numberIn(alert, 'window_group'));
          const before = stored && buckets.around(stored, [bucket]).get(bucket);
          if (stored && before) buckets.change(stored, bucket, alertDone(before, firing));
        }
      });
    },

    async summary(alertId) {
      const alert = database.row('SELECT * FROM window_alerts WHERE alert_id = ?', alertId);
      if (alert === undefined) {
        const awaited = awaitedAt(alertId);
        return awaited ? summaryOfAwaited(awaited.state, alertId) : overflows.summary(alertId);
      }
      // Frozen when the counts behind it were cleaned up.
      if (alert.last_summary !== null) return JSON.parse(textIn(alert, 'last_summary')) as BucketSummary;
      const stored = groups.at(numberIn(alert, 'window_group'));
      if (stored === undefined) return undefined;
      const bucket = numberIn(alert, 'bucket');
      const state = buckets.around(stored, [bucket - 1, bucket]);
      return summarizeAlert(stored.group, state, stored.counting, { bucket, marked: alert.suppressed === 1 }, limits);
    },
  };
}
