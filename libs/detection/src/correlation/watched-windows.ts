import { type CorrelationEntry, compareRecords } from './correlation-entry.js';
import type { SatisfyingWindow } from './satisfying-window.js';

/**
 * The windows of what is missing: from a match of the first input on, as long as the window, without a later match of
 * `closes` by another record. Muted matches close all the same; a muted one that opens makes the marked alert.
 */
export function* absences(
  entries: readonly CorrelationEntry[],
  withinMs: number,
  closes: number,
  marked: boolean,
): Generator<SatisfyingWindow> {
  /** The next match that closes, of a later record; and one of the record in hand, which closes for earlier ones only. */
  let next: CorrelationEntry | undefined;
  let own: CorrelationEntry | undefined;
  const missing: SatisfyingWindow[] = [];
  // From the last to the first, so that the next match that closes is always at hand.
  for (const entry of entries.toReversed()) {
    if (own !== undefined && compareRecords(own, entry) !== 0) [next, own] = [own, undefined];
    const isOpen = entry.input === 0 && entry.suppressed === marked;
    const toMs = entry.atMs + withinMs;
    if (isOpen && (next === undefined || next.atMs > toMs)) missing.push({ fromMs: entry.atMs, toMs });
    if (entry.input === closes) own = entry;
  }
  yield* missing.reverse();
}

/**
 * The moments at which a value is new in its group: not seen in the window before, by any record, muted or not. The
 * group's first record tells nothing, nor does what comes within `learnMs` after it.
 */
export function* firstSights(
  entries: readonly CorrelationEntry[],
  withinMs: number,
  learnMs: number,
  marked: boolean,
): Generator<SatisfyingWindow> {
  const lastSeen = new Map<string, number>();
  const [first] = entries;
  if (first === undefined) return;
  for (const entry of entries) {
    const { atMs, suppressed, value } = entry;
    if (value === undefined) continue;
    const before = lastSeen.get(value);
    lastSeen.set(value, atMs);
    const isNew = before === undefined || before < atMs - withinMs;
    const isLearnt = compareRecords(entry, first) !== 0 && atMs - first.atMs >= learnMs;
    if (isNew && isLearnt && suppressed === marked) yield { fromMs: atMs, toMs: atMs, value };
  }
}
