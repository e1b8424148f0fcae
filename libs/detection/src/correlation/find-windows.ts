import type { CorrelationEntry } from './correlation-entry.js';
import { type CorrelationSpec, isOrderFree, judgesClosedWindows } from './correlation-spec.js';
import type { SatisfyingWindow } from './satisfying-window.js';
import { absences, firstSights } from './watched-windows.js';
import { windowContent } from './window-content.js';

/**
 * The windows that satisfy a correlation, earliest first, over entries sorted by `compareEntries`. Windows end at the
 * time of a record, (t − W, t]; those that can only be judged when they are over begin at a record that no earlier one
 * holds, [t, t + W). `marked` looks at suppressed entries too and wants one in the window.
 */
export function* satisfyingWindows(
  entries: readonly CorrelationEntry[],
  spec: CorrelationSpec,
  marked: boolean,
): Generator<SatisfyingWindow> {
  const { test, withinMs } = spec;
  if (test.kind === 'absence') return yield* absences(entries, withinMs, test.closes, marked);
  if (test.kind === 'first-seen') return yield* firstSights(entries, withinMs, test.learnMs, marked);
  const counted = marked ? entries : entries.filter(({ suppressed }) => !suppressed);
  if (marked && !counted.some(({ suppressed }) => suppressed)) return;
  yield* judgesClosedWindows(spec) ? closedWindows(counted, spec, marked) : slidingWindows(counted, spec, marked);
}

function* slidingWindows(
  entries: readonly CorrelationEntry[],
  spec: CorrelationSpec,
  marked: boolean,
): Generator<SatisfyingWindow> {
  const content = windowContent(spec, !isOrderFree(spec));
  let oldest = 0;
  let suppressed = 0;
  for (const [at, entry] of entries.entries()) {
    content.add(entry);
    if (entry.suppressed) suppressed += 1;
    const fromMs = entry.atMs - spec.withinMs + 1;
    for (let leaving = entries[oldest]; leaving && leaving.atMs < fromMs; leaving = entries[oldest]) {
      content.remove(leaving);
      if (leaving.suppressed) suppressed -= 1;
      oldest += 1;
    }
    // Records of one instant are in the same windows: they are judged with the last of them.
    if (entries[at + 1]?.atMs === entry.atMs) continue;
    if ((!marked || suppressed > 0) && content.holds(fromMs)) yield { fromMs, toMs: entry.atMs };
  }
}

function* closedWindows(
  entries: readonly CorrelationEntry[],
  spec: CorrelationSpec,
  marked: boolean,
): Generator<SatisfyingWindow> {
  for (let first = 0; first < entries.length; ) {
    const fromMs = entries[first]?.atMs ?? 0;
    const toMs = fromMs + spec.withinMs - 1;
    const content = windowContent(spec, !isOrderFree(spec));
    let suppressed = false;
    for (let entry = entries[first]; entry && entry.atMs <= toMs; entry = entries[first]) {
      content.add(entry);
      suppressed ||= entry.suppressed;
      first += 1;
    }
    if ((!marked || suppressed) && content.holds(fromMs)) yield { fromMs, toMs };
  }
}
