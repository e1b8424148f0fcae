import type { GroupValue, RecordRef } from '@trailhound/contracts';
import { bucketAt, bucketStartMs, type WindowGroup } from '../bucket-grid.js';
import { windowAlertId } from '../observe.js';
import type { Firing, WindowKey } from '../window.js';
import type { CorrelationEntry } from './correlation-entry.js';
import { type CorrelationSpec, judgesClosedWindows } from './correlation-spec.js';
import { satisfyingWindows } from './find-windows.js';
import type { SatisfyingWindow } from './satisfying-window.js';

/** An alert of a correlation, with the moment at which the earliest window of its bucket satisfied it. */
export interface CorrelationFiring extends Firing {
  readonly bucket: number;
  readonly reachedMs: number;
}

/**
 * All alerts that a finished set of entries makes in one group, normal and marked ones: one for each bucket some
 * satisfying window ends in. `entries` are sorted by `compareEntries`; only their set matters.
 */
export function correlationFirings(
  group: WindowGroup,
  spec: CorrelationSpec,
  entries: readonly CorrelationEntry[],
): readonly CorrelationFiring[] {
  return [false, true].flatMap((marked) => {
    const firings = new Map<string, CorrelationFiring>();
    for (const window of satisfyingWindows(entries, spec, marked)) {
      const bucket = bucketAt(group.grid, window.toMs);
      const name = `${bucket}:${window.value ?? ''}`;
      if (!firings.has(name)) firings.set(name, correlationFiring(group, spec, entries, { window, bucket, marked }));
    }
    return [...firings.values()];
  });
}

/** The alert of a bucket: its records are those from the start of the window to the end of the bucket. */
export function correlationFiring(
  group: WindowGroup,
  spec: CorrelationSpec,
  entries: readonly CorrelationEntry[],
  alert: { readonly window: SatisfyingWindow; readonly bucket: number; readonly marked: boolean },
): CorrelationFiring {
  const { window, bucket, marked } = alert;
  // A window that was judged when it was over is the whole of its alert.
  const lastMs = judgesClosedWindows(spec) ? window.toMs : bucketStartMs(group.grid, bucket + 1) - 1;
  const members = entries.filter(
    ({ atMs, suppressed, value }) =>
      atMs >= window.fromMs &&
      atMs <= lastMs &&
      (marked || !suppressed) &&
      (window.value === undefined || window.value === value),
  );
  const key = keyOf(group, window);
  const refs = new Map<string, RecordRef>();
  for (const { refs: some } of members) for (const ref of some) if (!refs.has(ref.uid)) refs.set(ref.uid, ref);
  return {
    key,
    alertId: windowAlertId({ ...group, key }, bucket, marked),
    bucket,
    suppressed: marked,
    overflow: false,
    count: new Set(members.map(({ uid }) => uid)).size,
    firstEventTimeMs: members[0]?.atMs ?? window.fromMs,
    lastEventTimeMs: members.at(-1)?.atMs ?? window.toMs,
    records: [...refs.values()],
    reachedMs: window.toMs,
  };
}

/** The alert of a new value is that of the group and this value: two values of one day are two alerts. */
function keyOf({ key }: WindowGroup, { value }: SatisfyingWindow): WindowKey {
  return value === undefined ? key : { ...key, group: [...key.group, ...(JSON.parse(value) as GroupValue[])] };
}
