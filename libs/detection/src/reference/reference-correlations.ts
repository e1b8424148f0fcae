import type { CorrelationTest } from '@trailhound/contracts';
import { alertId, canonicalJson, sha256Bytes } from '@trailhound/contracts';
import { type CorrelationEntry, compareEntries } from '../correlation/correlation-entry.js';
import type { CorrelationSpec } from '../correlation/correlation-spec.js';
import type { WindowKey } from '../window.js';

/**
 * The ids of the alerts a set of matches makes, straight from the definition: every window is formed by looking at every
 * match, every sequence by trying all of them. Shares no code with what it judges; for tests only.
 */
export function referenceCorrelationIds(
  key: WindowKey,
  spec: CorrelationSpec,
  entries: readonly CorrelationEntry[],
): ReadonlySet<string> {
  let hash = 0n;
  for (const byte of sha256Bytes(canonicalJson([key.stateHash, key.group])).slice(0, 6))
    hash = hash * 256n + BigInt(byte);
  const offset = Number(hash % BigInt(spec.withinMs));
  const ids = new Set<string>();
  const { test } = spec;
  if (test.kind === 'absence' || test.kind === 'first-seen') {
    for (const entry of entries) {
      const isTold =
        test.kind === 'absence'
          ? isMissed(entry, entries, spec, test.closes)
          : isNew(entry, entries, spec, test.learnMs);
      if (!isTold) continue;
      const toMs = entry.atMs + (test.kind === 'absence' ? spec.withinMs : 0);
      const group = [...key.group, ...(test.kind === 'absence' ? [] : JSON.parse(entry.value ?? '[]'))];
      const instance = Math.floor((toMs - offset) / spec.withinMs);
      ids.add(alertId({ ...key, group, instance, suppressed: entry.suppressed }));
    }
    return ids;
  }
  for (const suppressed of [false, true]) {
    const counted = suppressed ? entries : entries.filter((entry) => !entry.suppressed);
    for (const [fromMs, toMs] of windowsOf(counted, spec)) {
      const inside = counted.filter(({ atMs }) => atMs >= fromMs && atMs <= toMs);
      if (suppressed && !inside.some((entry) => entry.suppressed)) continue;
      if (!satisfies(inside, test)) continue;
      ids.add(alertId({ ...key, instance: Math.floor((toMs - offset) / spec.withinMs), suppressed }));
    }
  }
  return ids;
}

function windowsOf(
  entries: readonly CorrelationEntry[],
  spec: CorrelationSpec,
): readonly (readonly [number, number])[] {
  const times = [...new Set(entries.map(({ atMs }) => atMs))].sort((a, b) => a - b);
  if (!isClosed(spec.test)) return times.map((time) => [time - spec.withinMs + 1, time]);
  const windows: [number, number][] = [];
  for (const time of times) {
    if (windows.some(([, end]) => time <= end)) continue;
    windows.push([time, time + spec.withinMs - 1]);
  }
  return windows;
}

/** Time, then eventID, then uid: the order of records. */
function orderOf(entry: CorrelationEntry): string {
  return `${String(entry.atMs).padStart(20, '0')} ${entry.refs[0]?.eventID ?? entry.uid} ${entry.uid}`;
}

function isMissed(
  entry: CorrelationEntry,
  all: readonly CorrelationEntry[],
  spec: CorrelationSpec,
  closes: number,
): boolean {
  const follows = (other: CorrelationEntry) =>
    other.input === closes && orderOf(other) > orderOf(entry) && other.atMs <= entry.atMs + spec.withinMs;
  return entry.input === 0 && !all.some(follows);
}

function isNew(
  entry: CorrelationEntry,
  all: readonly CorrelationEntry[],
  spec: CorrelationSpec,
  learnMs: number,
): boolean {
  const earlier = all.filter((other) => orderOf(other) < orderOf(entry));
  const wasSeen = all.some(
    (other) =>
      other.value === entry.value && compareEntries(other, entry) < 0 && other.atMs >= entry.atMs - spec.withinMs,
  );
  const knownMs = entry.atMs - Math.min(...earlier.map(({ atMs }) => atMs));
  return entry.value !== undefined && earlier.length > 0 && knownMs >= learnMs && !wasSeen;
}

type WindowTest = Exclude<CorrelationTest, { kind: 'absence' | 'first-seen' }>;

function isClosed(test: CorrelationTest): boolean {
  if (test.kind === 'absence' || test.kind === 'first-seen') return true;
  return test.kind === 'rules'
    ? test.alternatives.some(({ none }) => none.length > 0)
    : test.bounds.some(({ op }) => ['lt', 'lte', 'neq'].includes(op));
}

function satisfies(inside: readonly CorrelationEntry[], test: WindowTest): boolean {
  if (test.kind === 'rules') {
    return test.alternatives.some(({ all, none }) => {
      if (inside.some(({ input }) => none.includes(input))) return false;
      return test.ordered ? hasSequence(inside, all) : all.every((rule) => inside.some(({ input }) => input === rule));
    });
  }
  const value = measureOf(inside, test);
  return (
    value !== undefined &&
    test.bounds.every((bound) => {
      const distance = value - bound.value;
      switch (bound.op) {
        case 'gt':
          return distance > 0;
        case 'gte':
          return distance >= 0;
        case 'lt':
          return distance < 0;
        case 'lte':
          return distance <= 0;
        case 'eq':
          return distance === 0;
        default:
          return distance !== 0;
      }
    })
  );
}

function measureOf(
  inside: readonly CorrelationEntry[],
  { measure, bounds }: CorrelationTest & { readonly kind: 'number' },
): number | undefined {
  const different = (values: readonly unknown[]): number => new Set(values.filter((value) => value !== undefined)).size;
  if (measure.of === 'events') return different(inside.map(({ uid }) => uid));
  if (measure.of === 'values') return different(inside.map(({ value }) => value));
  if (measure.of === 'rules') return different(inside.map(({ input }) => input));
  const withNumber = inside.filter(({ number }) => number !== undefined);
  const numbers = [...new Set(withNumber.map(({ uid }) => uid))]
    .map((uid) => Math.max(...withNumber.filter((entry) => entry.uid === uid).map(({ number }) => number ?? 0)))
    .sort((a, b) => a - b);
  if (numbers.length === 0) return undefined;
  const onlyAtLeast = bounds.every(({ op }) => op === 'gt' || op === 'gte');
  const added = numbers.filter((number) => measure.of !== 'sum' || !onlyAtLeast || number > 0);
  const sum = added.reduce((a, b) => a + b, 0);
  if (measure.of === 'sum') return sum;
  if (measure.of !== 'percentile') return sum / numbers.length;
  const rank = ((numbers.length - 1) * measure.percentile) / 100;
  const [low, high] = [numbers[Math.floor(rank)] ?? 0, numbers[Math.ceil(rank)] ?? 0];
  return low + (high - low) * (rank - Math.floor(rank));
}

/** Whether some choice of different records matches the rules in order, by trying every one. */
function hasSequence(inside: readonly CorrelationEntry[], rules: readonly number[]): boolean {
  const find = (step: number, after: string): boolean =>
    step === rules.length ||
    inside.some((entry) => entry.input === rules[step] && orderOf(entry) > after && find(step + 1, orderOf(entry)));
  return find(0, '');
}
