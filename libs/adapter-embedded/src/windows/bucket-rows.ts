import type { RecordRef } from '@trailhound/contracts';
import {
  type AlertMark,
  type AwaitedGroup,
  type BucketState,
  type CorrelationBucket,
  compactAfter,
  compareEntries,
  compareSlotValues,
  type Entry,
  emptyAwaitedGroup,
  emptyBucket,
  emptyCorrelationBucket,
  type SlotValue,
  type WindowBucket,
  windowAlertId,
} from '@trailhound/detection';
import { type Database, numberIn, type Row, textIn } from '../database/database.js';
import type { StoredGroup } from './group-table.js';
import { sortedDiff } from './sorted-diff.js';

/** Reads the state of a group's buckets from `from` to `to`; every bucket is answered, empty ones too. */
export function readBuckets(
  database: Database,
  { row, counting }: StoredGroup,
  from: number,
  to: number,
): Map<number, WindowBucket> {
  switch (counting.kind) {
    case 'count':
      return readCounts(database, [row, from, to]);
    case 'correlate':
      return readCorrelations(database, [row, from, to]);
    case 'await':
      return new Map([[0, readAwaited(database, row)]]);
    default:
      return counting satisfies never;
  }
}

type BucketRange = readonly [row: number, from: number, to: number];
const where = 'WHERE window_group = ? AND bucket BETWEEN ? AND ?';

function readCounts(database: Database, range: BucketRange): Map<number, WindowBucket> {
  const entries = Map.groupBy(database.rows(`SELECT * FROM window_entries ${where}`, ...range), bucketOf);
  const values = Map.groupBy(database.rows(`SELECT * FROM window_values ${where}`, ...range), bucketOf);
  const alerts = Map.groupBy(database.rows(`SELECT * FROM window_alerts ${where}`, ...range), bucketOf);
  const partial = new Set(database.rows(`SELECT bucket FROM window_partial_buckets ${where}`, ...range).map(bucketOf));
  const buckets = new Map<number, WindowBucket>();
  for (let bucket = range[1]; bucket <= range[2]; bucket += 1) {
    const stored = (entries.get(bucket) ?? []).map(entryOf).sort(compareEntries);
    buckets.set(bucket, {
      ...emptyBucket,
      entries: stored,
      values: (values.get(bucket) ?? []).map(slotValueOf).sort(compareSlotValues),
      isPartial: partial.has(bucket),
      compactAt: compactAfter(stored.length),
      ...marksOf(alerts.get(bucket)),
    });
  }
  return buckets;
}

function readCorrelations(database: Database, range: BucketRange): Map<number, WindowBucket> {
  const bodies = new Map(
    database
      .rows(`SELECT bucket, body FROM window_correlations ${where}`, ...range)
      .map((row) => [bucketOf(row), JSON.parse(textIn(row, 'body')) as StoredMatches]),
  );
  const alerts = Map.groupBy(database.rows(`SELECT * FROM window_alerts ${where}`, ...range), bucketOf);
  const buckets = new Map<number, WindowBucket>();
  for (let bucket = range[1]; bucket <= range[2]; bucket += 1) {
    const { entries = [], isPartial = false } = bodies.get(bucket) ?? {};
    const compactAt = compactAfter(entries.length);
    buckets.set(bucket, {
      ...emptyCorrelationBucket,
      ...{ entries, isPartial, compactAt },
      ...marksOf(alerts.get(bucket)),
    });
  }
  return buckets;
}

function readAwaited(database: Database, group: number): AwaitedGroup {
  const row = database.row('SELECT body FROM window_awaited WHERE window_group = ?', group);
  return row === undefined ? emptyAwaitedGroup : (JSON.parse(textIn(row, 'body')) as AwaitedGroup);
}

function writeAwaited(database: Database, group: number, state: AwaitedGroup): void {
  database.change(
    'INSERT OR REPLACE INTO window_awaited (window_group, body, due_ms) VALUES (?, ?, ?)',
    ...[group, JSON.stringify(state), state.dueMs],
  );
  for (const { firing } of state.alerts) {
    database.change(
      'INSERT OR IGNORE INTO window_awaited_alerts (alert_id, window_group) VALUES (?, ?)',
      firing.alertId,
      group,
    );
  }
}

/** What of a correlation's bucket lies in one text; its alerts lie with all others. */
type StoredMatches = Pick<CorrelationBucket, 'entries' | 'isPartial'>;

/** Writes what changed in one bucket. */
export function writeBucket(
  database: Database,
  stored: StoredGroup,
  bucket: number,
  before: WindowBucket,
  after: WindowBucket,
): void {
  if (after.kind === 'await') {
    writeAwaited(database, stored.row, after);
    return;
  }
  if (before.kind === 'await') throw new TypeError('a group changed its kind');
  if (before.kind === 'count' && after.kind === 'count') writeCounts(database, stored.row, bucket, before, after);
  if (after.kind === 'correlate' && after.entries !== before.entries) {
    const { entries, isPartial }: StoredMatches = after;
    database.change(
      'INSERT OR REPLACE INTO window_correlations (window_group, bucket, body) VALUES (?, ?, ?)',
      ...[stored.row, bucket, JSON.stringify({ entries, isPartial })],
    );
  }
  writeMarks(database, stored, bucket, before, after);
}

function writeCounts(database: Database, row: number, bucket: number, before: BucketState, after: BucketState): void {
  const entries = sortedDiff(before.entries, after.entries, compareEntries);
  for (const { atMs, uid, suppressed } of entries.removed) {
    database.change(
      'DELETE FROM window_entries WHERE window_group = ? AND bucket = ? AND at_ms = ? AND uid = ? AND suppressed = ?',
      ...[row, bucket, atMs, uid, Number(suppressed)],
    );
  }
  for (const { atMs, uid, suppressed, ref } of entries.written) {
    database.change(
      'INSERT OR REPLACE INTO window_entries (window_group, bucket, at_ms, uid, suppressed, ref) VALUES (?, ?, ?, ?, ?, ?)',
      ...[row, bucket, atMs, uid, Number(suppressed), ref && JSON.stringify(ref)],
    );
  }
  // Values are only ever added.
  for (const { slot, suppressed, value } of sortedDiff(before.values, after.values, compareSlotValues).written) {
    database.change(
      'INSERT OR IGNORE INTO window_values (window_group, bucket, slot, suppressed, value) VALUES (?, ?, ?, ?, ?)',
      ...[row, bucket, slot, Number(suppressed), value],
    );
  }
  if (after.isPartial && !before.isPartial) {
    database.change('INSERT OR IGNORE INTO window_partial_buckets (window_group, bucket) VALUES (?, ?)', row, bucket);
  }
}

function writeMarks(
  database: Database,
  { row, group }: StoredGroup,
  bucket: number,
  before: Exclude<WindowBucket, AwaitedGroup>,
  after: Exclude<WindowBucket, AwaitedGroup>,
): void {
  for (const marked of [false, true]) {
    const mark = after[markName(marked)];
    if (mark === undefined || mark === before[markName(marked)]) continue;
    database.change(
      `INSERT INTO window_alerts (alert_id, window_group, bucket, suppressed, state, uid, at_ms)
       VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (alert_id) DO UPDATE SET state = excluded.state`,
      ...[windowAlertId(group, bucket, marked), row, bucket, Number(marked), mark.state, mark.uid, mark.atMs],
    );
  }
}

function markName(marked: boolean): 'normal' | 'marked' {
  return marked ? 'marked' : 'normal';
}

function marksOf(alerts: readonly Row[] = []): Partial<Record<'normal' | 'marked', AlertMark>> {
  return Object.fromEntries(alerts.map((alert) => [markName(isSuppressed(alert)), markOf(alert)]));
}

function bucketOf(row: Row): number {
  return numberIn(row, 'bucket');
}

function isSuppressed(row: Row): boolean {
  return row.suppressed === 1;
}

function entryOf(row: Row): Entry {
  const ref = row.ref === null ? null : (JSON.parse(textIn(row, 'ref')) as RecordRef);
  return { atMs: numberIn(row, 'at_ms'), uid: textIn(row, 'uid'), suppressed: isSuppressed(row), ref };
}

function slotValueOf(row: Row): SlotValue {
  return { slot: numberIn(row, 'slot'), value: textIn(row, 'value'), suppressed: isSuppressed(row) };
}

function markOf(row: Row): AlertMark {
  const state = textIn(row, 'state') === 'done' ? 'done' : 'pending';
  return { state, uid: textIn(row, 'uid'), atMs: numberIn(row, 'at_ms') };
}
