import type { GroupValue, RecordRef } from '@trailhound/contracts';
import { bucketAt, type WindowGroup } from '../bucket-grid.js';
import { windowAlertId } from '../observe.js';
import type { CorrelationEntry } from './correlation-entry.js';
import type { CorrelationSpec } from './correlation-spec.js';
import { judgesClosedWindows } from './correlation-spec.js';
import { satisfyingWindows } from './find-windows.js';

/** Records a moment names; an alert of the correlation above lists those of all its moments. */
const shownRecords = 10;

/**
 * How a correlation's alert enters the correlation above it: a record at which its condition held. An alert enters at
 * every such moment, not only at its first: then a late record adds moments and never moves or takes one.
 */
export interface ReachedMoment {
  /** The id of the alert people see, also where only muted records make it: both are one alert of one bucket. */
  readonly alertId: string;
  readonly atMs: number;
  readonly suppressed: boolean;
  readonly refs: readonly RecordRef[];
  readonly facts: Readonly<Record<string, GroupValue>>;
}

/** The moments of a group from `fromMs` until before `toMs`; `entries` are sorted and reach back one window from there. */
export function reachedMoments(
  group: WindowGroup,
  spec: CorrelationSpec,
  entries: readonly CorrelationEntry[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): readonly ReachedMoment[] {
  const moments: ReachedMoment[] = [];
  for (const suppressed of [false, true]) {
    const counted = suppressed ? entries : entries.filter((entry) => !entry.suppressed);
    for (const window of satisfyingWindows(entries, spec, suppressed)) {
      if (window.toMs < fromMs || window.toMs >= toMs) continue;
      const inside = counted.filter(({ atMs }) => atMs >= window.fromMs && atMs <= window.toMs);
      // A window that was judged when it was over has no record at its end.
      const ends = judgesClosedWindows(spec) ? inside.slice(0, 1) : inside.filter(({ atMs }) => atMs === window.toMs);
      const alertId = windowAlertId(group, bucketAt(group.grid, window.toMs), false);
      const refs = inside.flatMap((entry) => entry.refs).slice(-shownRecords);
      for (const { facts = {} } of ends) moments.push({ alertId, atMs: window.toMs, suppressed, refs, facts });
    }
  }
  return moments;
}
