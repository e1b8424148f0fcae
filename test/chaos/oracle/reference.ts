import type { ChaosRule, Json } from '../input/rules.js';
import { alertIdOf, bucketOffsetMs, type Group, stateHashOf, uidOf } from './identity.js';

/** An alert that must exist. */
export interface ExpectedAlert {
  readonly rule: ChaosRule;
  /** It is the marked alert of suppressed records, which nobody is told. */
  readonly isSuppressed: boolean;
  /** Uids of all records of its group that match; those it names are among them. */
  readonly uids: ReadonlySet<string>;
}

interface Seen {
  readonly uid: string;
  readonly atMs: number;
  readonly isSuppressed: boolean;
  readonly value: string | null;
}

const minuteMs = 60_000;

/**
 * The alerts of a set of records, one record after the other, in any order: alert id → alert. Slow and simple on purpose;
 * it looks at every window of every group from the beginning.
 */
export function referenceAlerts(rules: readonly ChaosRule[], records: readonly Json[]): Map<string, ExpectedAlert> {
  const alerts = new Map<string, ExpectedAlert>();
  for (const rule of rules) {
    const groups = new Map<string, { readonly group: Group; readonly seen: Seen[] }>();
    for (const record of records) {
      if (!rule.matches(record)) continue;
      const group = rule.groupBy.map((path) => textAt(record, path));
      const key = JSON.stringify(group);
      const known = groups.get(key) ?? { group, seen: [] };
      known.seen.push(seenOf(rule, record));
      groups.set(key, known);
    }
    for (const { group, seen } of groups.values()) alertsOfGroup(rule, group, seen, alerts);
  }
  return alerts;
}

function seenOf({ suppression, threshold }: ChaosRule, record: Json): Seen {
  const atMs = Date.parse(String(record['eventTime']));
  const isSuppressed =
    suppression?.applies(record) === true &&
    atMs >= Date.parse(suppression.from) &&
    atMs < Date.parse(suppression.until);
  const value = threshold?.distinct === undefined ? null : textAt(record, threshold.distinct);
  return { uid: uidOf(record), atMs, isSuppressed, value };
}

function textAt(record: Json, path: string): string | null {
  let value: unknown = record;
  for (const name of path.split('.')) value = (value as Json | undefined)?.[name];
  return typeof value === 'string' ? value : null;
}

function alertsOfGroup(rule: ChaosRule, group: Group, seen: readonly Seen[], alerts: Map<string, ExpectedAlert>): void {
  const { threshold, dedupMinutes } = rule;
  const withinMs = (threshold?.withinMinutes ?? 0) * minuteMs;
  const dedupMs = dedupMinutes !== undefined ? dedupMinutes * minuteMs : threshold ? withinMs : null;
  const stateHash = stateHashOf({
    ...{ language: 'threatstack', condition: rule.condition, groupBy: rule.groupBy, dedupMs },
    ...(threshold && { count: threshold.count, withinMs }),
    ...(threshold?.distinct !== undefined && { distinct: threshold.distinct }),
  });
  const uids = new Set(seen.map(({ uid }) => uid));
  const add = (instance: number | string, isSuppressed: boolean) =>
    alerts.set(alertIdOf(rule.id, stateHash, group, instance, isSuppressed), { rule, isSuppressed, uids });
  if (threshold === undefined || dedupMs === null) {
    for (const { uid, isSuppressed } of seen) add(uid, isSuppressed);
    return;
  }
  const offsetMs = bucketOffsetMs(stateHash, group, dedupMs);
  const grid = { offsetMs, dedupMs, slots: Math.max(1, Math.floor((10 * dedupMs) / withinMs)) };
  // Every record may be the last of a window. People are told of windows of unsuppressed records; the marked alert is for
  // windows that reach the count with a suppressed one among them.
  for (const isMarked of [false, true]) {
    const counted = isMarked ? seen : seen.filter(({ isSuppressed }) => !isSuppressed);
    const ordered = counted.toSorted((a, b) => a.atMs - b.atMs);
    for (const last of ordered) {
      const window = ordered.filter((one) => isInWindow(one, last, withinMs, threshold.distinct, grid));
      const different = new Set(window.map(({ uid, value }) => (threshold.distinct === undefined ? uid : value)));
      if (different.size < threshold.count || (isMarked && !window.some((one) => one.isSuppressed))) continue;
      add(Math.floor((last.atMs - offsetMs) / dedupMs), isMarked);
    }
  }
}

interface Grid {
  readonly offsetMs: number;
  readonly dedupMs: number;
  readonly slots: number;
}

/** Records count in (t − W, t]; different values in the slot of t and the ten before it. */
function isInWindow(one: Seen, last: Seen, withinMs: number, distinct: string | undefined, grid: Grid): boolean {
  if (distinct === undefined) return one.atMs > last.atMs - withinMs && one.atMs <= last.atMs;
  const behind = slotOf(last.atMs, grid) - slotOf(one.atMs, grid);
  return behind >= 0 && behind <= 10;
}

function slotOf(atMs: number, { offsetMs, dedupMs, slots }: Grid): number {
  const bucket = Math.floor((atMs - offsetMs) / dedupMs);
  return bucket * slots + Math.floor(((atMs - offsetMs - bucket * dedupMs) * slots) / dedupMs);
}
