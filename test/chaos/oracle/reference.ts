import type { ChaosCorrelation, ChaosRule, ChaosRuleSet, Json } from '../input/rules.js';
import { alertIdOf, bucketOffsetMs, type Counting, type Group, stateHashOf, uidOf } from './identity.js';
import { allOf, countOf, type Seen, valuesOf, type WindowCounting, windowAlerts } from './windows.js';

/** An alert that must exist. */
export interface ExpectedAlert {
  readonly rule: ChaosRule | ChaosCorrelation | OwnAlert;
  /** It is the marked alert of suppressed records, which nobody is told. */
  readonly isSuppressed: boolean;
  /** The fewest records it can be raised by. */
  readonly fewest: number;
  /** Uids of all records it can be made of. */
  readonly uids: ReadonlySet<string>;
}

/** An alert on the pipeline itself, made of no record. */
export interface OwnAlert {
  readonly id: 'trailhound-rebuild-gap';
}

const minuteMs = 60_000;

/**
 * The alerts of a set of records, one record after the other, in any order: alert id → alert. Slow and simple on purpose;
 * it looks at every window of every group from the beginning.
 */
export function referenceAlerts({ rules, correlations }: ChaosRuleSet, records: readonly Json[]): ExpectedAlerts {
  const alerts: ExpectedAlerts = new Map();
  for (const rule of rules) {
    const { count, withinMinutes, distinct } = rule.threshold ?? {};
    const matches = records.filter(rule.matches).map((record) => ({
      record,
      seen: seenOf(rule, record, distinct === undefined ? null : textAt(record, distinct)),
    }));
    const counting = countingOf(rule);
    if (count === undefined || counting.dedupMs === null) {
      addPlain(rule, counting, matches, alerts);
      continue;
    }
    const enough = distinct === undefined ? countOf(count) : valuesOf(count);
    const window = { withinMs: (withinMinutes ?? 0) * minuteMs, dedupMs: counting.dedupMs, enough };
    addWindows(rule, counting, matches, { ...window, isSlotted: distinct !== undefined }, alerts);
  }
  for (const correlation of correlations) {
    const { rules: names, type, withinMinutes } = correlation;
    const inputs = rules.filter(({ id }) => names.includes(id));
    const matches = inputs.flatMap((rule) =>
      records.filter(rule.matches).map((record) => ({ record, seen: seenOf(rule, record, rule.id) })),
    );
    const withinMs = withinMinutes * minuteMs;
    const enough = allOf(names, type === 'temporal_ordered');
    const window = { withinMs, dedupMs: withinMs, enough, isSlotted: false };
    addWindows(correlation, correlationCounting(correlation), matches, window, alerts);
  }
  return alerts;
}

type ExpectedAlerts = Map<string, ExpectedAlert>;

interface Match {
  readonly record: Json;
  readonly seen: Seen;
}

/** Every record is an alert of its own. */
function addPlain(rule: ChaosRule, counting: Counting, matches: readonly Match[], alerts: ExpectedAlerts): void {
  const stateHash = stateHashOf(counting);
  for (const { record, seen } of matches) {
    const { uid, isSuppressed } = seen;
    const id = alertIdOf(rule.id, stateHash, groupOf(rule, record), uid, isSuppressed);
    alerts.set(id, { rule, isSuppressed, fewest: 1, uids: new Set([uid]) });
  }
}

function addWindows(
  rule: ChaosRule | ChaosCorrelation,
  counting: Counting,
  matches: readonly Match[],
  window: Omit<WindowCounting, 'offsetMs'>,
  alerts: ExpectedAlerts,
): void {
  const stateHash = stateHashOf(counting);
  for (const own of Map.groupBy(matches, ({ record }) => JSON.stringify(groupOf(rule, record))).values()) {
    const group = own[0] === undefined ? [] : groupOf(rule, own[0].record);
    const seen = own.map((match) => match.seen);
    const offsetMs = bucketOffsetMs(stateHash, group, window.dedupMs);
    for (const { bucket, isMarked, fewest, uids } of windowAlerts(seen, { ...window, offsetMs })) {
      const id = alertIdOf(rule.id, stateHash, group, bucket, isMarked);
      alerts.set(id, { rule, isSuppressed: isMarked, fewest, uids });
    }
  }
}

/** What enters the identity of a rule's alerts; an own dedup, that of the window, or none. */
function countingOf({ condition, groupBy, threshold, dedupMinutes }: ChaosRule): Counting {
  const withinMs = (threshold?.withinMinutes ?? 0) * minuteMs;
  const dedupMs = dedupMinutes !== undefined ? dedupMinutes * minuteMs : threshold ? withinMs : null;
  return {
    ...{ language: 'threatstack', condition, groupBy, dedupMs },
    ...(threshold && { count: threshold.count, withinMs }),
    ...(threshold?.distinct !== undefined && { distinct: threshold.distinct }),
  };
}

/** Its text is the RFC 8785 JSON of `correlation`, whose keys are in order here. */
function correlationCounting({ type, rules, groupBy, withinMinutes }: ChaosCorrelation): Counting {
  const written = { generate: true, 'group-by': groupBy, rules, timespan: `${withinMinutes}m`, type };
  const condition = JSON.stringify({ correlation: written });
  return { language: 'sigma', condition, groupBy, dedupMs: withinMinutes * minuteMs };
}

function groupOf({ groupBy }: { readonly groupBy: readonly string[] }, record: Json): Group {
  return groupBy.map((path) => textAt(record, path));
}

function seenOf({ suppression }: ChaosRule, record: Json, value: string | null): Seen {
  const atMs = Date.parse(String(record['eventTime']));
  const isSuppressed =
    suppression?.applies(record) === true &&
    atMs >= Date.parse(suppression.from) &&
    atMs < Date.parse(suppression.until);
  return { uid: uidOf(record), atMs, eventID: String(record['eventID']), isSuppressed, value };
}

function textAt(record: Json, path: string): string | null {
  let value: unknown = record;
  for (const name of path.split('.')) value = (value as Json | undefined)?.[name];
  return typeof value === 'string' ? value : null;
}
