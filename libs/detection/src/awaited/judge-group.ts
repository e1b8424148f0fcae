import { bucketAt, type WindowGroup } from '../bucket-grid.js';
import { correlationFiring } from '../correlation/correlation-firings.js';
import { type CorrelationSpec, judgesClosedWindows } from '../correlation/correlation-spec.js';
import { satisfyingWindows } from '../correlation/find-windows.js';
import type { SatisfyingWindow } from '../correlation/satisfying-window.js';
import type { WindowLimits } from '../limits.js';
import type { Firing } from '../window.js';
import {
  type AwaitedAlert,
  type AwaitedEntry,
  type AwaitedGroup,
  type CarriedText,
  closings,
  earliest,
} from './awaited-group.js';

export interface JudgedGroup {
  readonly next: AwaitedGroup;
  /** Alerts that are due and not yet marked done, those of earlier judgements too. */
  readonly firings: readonly AwaitedFiring[];
}

/** An alert with the record it carries. */
export interface AwaitedFiring {
  readonly firing: Firing;
  /** JSON of the first of its records that is held; null where none is. */
  readonly record: CarriedText | null;
}

/** Alerts a group remembers, so that none of them is raised again. */
const mostAlerts = 100;

/**
 * Judges the windows of a group that are over: the log was read to `readUntilMs`, and for `latenessMs` nothing that
 * belongs into them came. A window is judged once; what comes later opens windows of its own. So the alerts depend on
 * when records came, and are outside the promise that holds for what needs no end.
 */
export function judgeGroup(
  group: WindowGroup,
  spec: CorrelationSpec,
  state: AwaitedGroup,
  {
    readUntilMs,
    latenessMs,
    limits,
  }: { readonly readUntilMs: number; readonly latenessMs: number; readonly limits: WindowLimits },
): JudgedGroup {
  const { entries } = state;
  const alerts = new Map(state.alerts.map((alert) => [alert.firing.alertId, alert]));
  for (const marked of [false, true]) {
    for (const window of satisfyingWindows(entries, spec, marked)) {
      const closesMs = latestIn(entries, window) + latenessMs;
      if (closesMs > readUntilMs || closesMs <= state.judgedMs) continue;
      const bucket = bucketAt(group.grid, window.toMs);
      const { reachedMs: _, ...firing } = correlationFiring(group, spec, entries, { window, bucket, marked });
      if (alerts.has(firing.alertId)) continue;
      const records = firing.records.slice(0, limits.shownRecords);
      alerts.set(firing.alertId, { firing: { ...firing, records }, state: 'pending' });
    }
  }
  const kept = stillNeeded(spec, entries, readUntilMs, latenessMs);
  const pending = [...alerts.values()].filter((alert) => alert.state === 'pending');
  const firings = pending.map(({ firing }) => ({ firing, record: recordOf(firing, entries) }));
  const open = earliest(
    kept.flatMap((entry) => closings(spec, entry, latenessMs)),
    readUntilMs,
  );
  return {
    next: {
      ...state,
      // What a pending alert carries stays until it is durable.
      entries: pending.length > 0 ? entries : kept,
      alerts: [...pending, ...[...alerts.values()].filter(isDone).slice(-mostAlerts)],
      judgedMs: Math.max(state.judgedMs, readUntilMs),
      dueMs: pending.length > 0 ? state.dueMs : open,
    },
    firings,
  };
}

function isDone({ state }: AwaitedAlert): boolean {
  return state === 'done';
}

/** When the window was over: its end, or the arrival of its last match. */
function latestIn(entries: readonly AwaitedEntry[], { fromMs, toMs }: SatisfyingWindow): number {
  let latestMs = toMs;
  for (const { atMs, arrivedMs } of entries)
    if (atMs >= fromMs && atMs <= toMs) latestMs = Math.max(latestMs, arrivedMs);
  return latestMs;
}

/** The entries that a window which is not over yet may hold. */
function stillNeeded(
  spec: CorrelationSpec,
  entries: readonly AwaitedEntry[],
  readUntilMs: number,
  latenessMs: number,
): readonly AwaitedEntry[] {
  const isOpen = ({ atMs, arrivedMs }: AwaitedEntry): boolean =>
    Math.max(atMs + spec.withinMs, arrivedMs) + latenessMs > readUntilMs;
  if (spec.test.kind === 'first-seen') {
    const isUnjudged = ({ atMs, arrivedMs }: AwaitedEntry) => Math.max(atMs, arrivedMs) + latenessMs > readUntilMs;
    return entries
      .filter((entry, index) => index === 0 || isUnjudged(entry) || isOpen(entry))
      .map(withoutRecord(isUnjudged));
  }
  if (!judgesClosedWindows(spec) || spec.test.kind === 'absence') return entries.filter(isOpen);
  // Such windows follow one another from their first entries on: one goes as a whole, or the next would begin elsewhere.
  let start = 0;
  for (let at = 0; at < entries.length; ) {
    const fromMs = entries[at]?.atMs ?? 0;
    const toMs = fromMs + spec.withinMs - 1;
    if (latestIn(entries, { fromMs, toMs }) + latenessMs > readUntilMs) break;
    while (at < entries.length && (entries[at]?.atMs ?? 0) <= toMs) at += 1;
    start = at;
  }
  return entries.slice(start);
}

/** A sight that was judged is only remembered. */
function withoutRecord(isUnjudged: (entry: AwaitedEntry) => boolean): (entry: AwaitedEntry) => AwaitedEntry {
  return (entry) => {
    if (entry.record === undefined || isUnjudged(entry)) return entry;
    const { record: _, ...bare } = entry;
    return bare;
  };
}

function recordOf({ records }: Firing, entries: readonly AwaitedEntry[]): CarriedText | null {
  const uids = new Set(records.map(({ uid }) => uid));
  const own = entries.find(({ uid, record }) => record !== undefined && uids.has(uid));
  return (own ?? entries.find(({ record }) => record !== undefined))?.record ?? null;
}
