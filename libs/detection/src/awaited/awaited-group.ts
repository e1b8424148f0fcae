import { type CorrelationEntry, compareEntries } from '../correlation/correlation-entry.js';
import { type CorrelationSpec, judgesClosedWindows } from '../correlation/correlation-spec.js';
import type { WindowLimits } from '../limits.js';
import { firstIndex } from '../sorted.js';
import type { BucketSummary, Firing, WindowKey } from '../window.js';

/** A record as JSON, and the header that says where it came from. */
export interface CarriedText {
  readonly json: string;
  readonly origin?: string;
}

/** One match that waits for the end of its windows. */
export interface AwaitedEntry extends CorrelationEntry {
  /** When the log took the record, epoch milliseconds. */
  readonly arrivedMs: number;
  /** The record itself, for the alert; absent where the group holds enough of them. */
  readonly record?: CarriedText;
}

/** An alert of a group that is judged when its windows are over: pending until it is durable in the log. */
export interface AwaitedAlert {
  readonly firing: Firing;
  readonly state: 'pending' | 'done';
}

/**
 * All state of a group whose windows are judged when they are over, as plain data: not by bucket, since a window is judged
 * once, wherever it lies.
 */
export interface AwaitedGroup {
  readonly kind: 'await';
  /** Sorted by `compareEntries`. */
  readonly entries: readonly AwaitedEntry[];
  /** The last alerts. */
  readonly alerts: readonly AwaitedAlert[];
  /** How far the log was read when it was judged last; windows that had closed by then are not judged again. */
  readonly judgedMs: number;
  /** How far the log must be read before there is something to judge; null while there is nothing. */
  readonly dueMs: number | null;
  /** What judging needs besides; absent in an empty group only. */
  readonly of?: Pick<AwaitedObservation, 'key' | 'spec' | 'latenessMs'>;
}

export const emptyAwaitedGroup: AwaitedGroup = {
  kind: 'await',
  entries: [],
  alerts: [],
  judgedMs: Number.MIN_SAFE_INTEGER,
  dueMs: null,
};

/** One match that enters a group whose windows are judged when they are over. Observing it again changes nothing. */
export interface AwaitedObservation {
  readonly kind: 'await';
  readonly key: WindowKey;
  readonly spec: CorrelationSpec;
  readonly entry: AwaitedEntry;
  /** How late records may come: a window is judged when the log is read so far beyond its end and its last arrival. */
  readonly latenessMs: number;
}

/** Most records a group holds for alerts that may come. */
const mostRecords = 50;

/** Takes one match. `lost`: there was no room, and the oldest match went. */
export function awaitMatch(
  state: AwaitedGroup,
  { key, spec, entry, latenessMs }: AwaitedObservation,
  limits: WindowLimits,
): { readonly next: AwaitedGroup; readonly lost: boolean } {
  const at = firstIndex(state.entries, (other) => compareEntries(other, entry) >= 0);
  const there = state.entries[at];
  if (there !== undefined && compareEntries(there, entry) === 0) return { next: state, lost: false };
  const { record: _, ...bare } = entry;
  const held = state.entries.filter((other) => other.record !== undefined).length;
  const entries = withoutTold(spec, state.entries.toSpliced(at, 0, held < mostRecords ? entry : bare), entry);
  if (entries === undefined) return { next: state, lost: false };
  const lost = entries.length > limits.neededMatches;
  const dueMs = earliest([state.dueMs, ...closings(spec, entry, latenessMs)], state.judgedMs);
  return {
    next: { ...state, entries: lost ? entries.slice(1) : entries, dueMs, of: { key, spec, latenessMs } },
    lost,
  };
}

/**
 * The entries without the sights of the same value that tell nothing, since it was seen before and after them within one
 * window; undefined where the new one tells nothing.
 */
function withoutTold(
  { test, withinMs }: CorrelationSpec,
  entries: readonly AwaitedEntry[],
  added: AwaitedEntry,
): readonly AwaitedEntry[] | undefined {
  if (test.kind !== 'first-seen') return entries;
  const same = entries.filter(({ value }) => value === added.value);
  const told = new Set<AwaitedEntry>();
  for (let at = 1; at < same.length - 1; at += 1) {
    const [before, one, after] = [same[at - 1], same[at], same[at + 1]];
    if (before && one && after && !told.has(before) && after.atMs - before.atMs <= withinMs) told.add(one);
  }
  if ([...told].some((one) => compareEntries(one, added) === 0)) return undefined;
  return told.size === 0 ? entries : entries.filter((entry, index) => index === 0 || !told.has(entry));
}

/** The reading positions at which something of an entry may be judged: its window is over, or it came in time. */
export function closings(
  spec: CorrelationSpec,
  { atMs, arrivedMs }: AwaitedEntry,
  latenessMs: number,
): readonly number[] {
  return [atMs + spanAfter(spec) + latenessMs, arrivedMs + latenessMs];
}

/** How long after a match the last window ends that begins or stands with it. */
export function spanAfter(spec: CorrelationSpec): number {
  return judgesClosedWindows(spec) && spec.test.kind !== 'first-seen' ? spec.withinMs : 0;
}

/** The earliest that lies after `afterMs`; null where none does. */
export function earliest(times: readonly (number | null)[], afterMs: number): number | null {
  const later = times.filter((time) => time !== null && time > afterMs) as number[];
  return later.length === 0 ? null : later.reduce((a, b) => Math.min(a, b));
}

/** The group with one of its alerts durable in the log; the group itself where there is nothing to mark. */
export function awaitedDone(state: AwaitedGroup, alertId: string): AwaitedGroup {
  if (!state.alerts.some(({ firing, state: one }) => firing.alertId === alertId && one === 'pending')) return state;
  const alerts = state.alerts.map((alert) =>
    alert.firing.alertId === alertId && alert.state === 'pending' ? { ...alert, state: 'done' as const } : alert,
  );
  return { ...state, alerts };
}

/** What is known of one of its alerts: as it was judged. */
export function summaryOfAwaited(state: AwaitedGroup, alertId: string): BucketSummary | undefined {
  const firing = state.alerts.find((alert) => alert.firing.alertId === alertId)?.firing;
  if (firing === undefined) return undefined;
  const { count, firstEventTimeMs, lastEventTimeMs, records } = firing;
  return { count, countIsLowerBound: false, firstEventTimeMs, lastEventTimeMs, records };
}
