import type { Alert, AppliedSuppression, Severity } from '@trailhound/contracts';
import type { Rule } from '@trailhound/rules';
import type { ScanResult } from '../scan/scan-engine.js';

/** The event times a backtest is about, epoch milliseconds: from inclusive, to exclusive; absent: unbounded. */
export interface Period {
  readonly fromMs?: number;
  readonly toMs?: number;
}

/** What one rule would have done. */
export interface BacktestedRule {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** Alerts people would have seen. */
  readonly alerts: number;
  /** Alerts that suppressions would have muted. */
  readonly muted: number;
  /** Records on which it raised ERROR. */
  readonly errors: number;
  /** The same two numbers for each day of the report, in its order. */
  readonly perDay: readonly { readonly alerts: number; readonly muted: number }[];
  /** The first of its alerts, of different groups where there are several. */
  readonly samples: readonly Alert[];
}

/** A group of a rule with how often it alerted. */
export interface NoisyGroup {
  readonly rule: string;
  /** Group-by fields and their values; who did it, for rules without groups. */
  readonly group: string;
  readonly alerts: number;
}

/** What rules would have done over stored records. */
export interface BacktestReport {
  /** UTC days with an alert, and those between them, `2026-01-31`. */
  readonly days: readonly string[];
  readonly records: number;
  readonly alerts: number;
  readonly muted: number;
  /** Most alerts first; those without any at the end. */
  readonly rules: readonly BacktestedRule[];
  readonly noisiest: readonly NoisyGroup[];
  /** Suppressions that would have muted alerts, most first. */
  readonly suppressions: readonly (AppliedSuppression & { readonly alerts: number })[];
}

const dayMs = 86_400_000;
const maxDays = 3_660;

/**
 * Whether some record of an alert may lie in the period. The others were found only so that windows open at its beginning
 * are as they would have been.
 */
export function isInPeriod({ firstEventTime, lastEventTime }: Alert, { fromMs, toMs }: Period): boolean {
  return (
    Date.parse(lastEventTime) >= (fromMs ?? Number.NEGATIVE_INFINITY) &&
    Date.parse(firstEventTime) < (toMs ?? Number.POSITIVE_INFINITY)
  );
}

/** Sums up what a scan found in a period. An alert belongs to the day of its first record. */
export function summarizeBacktest(
  { alerts: all, records, errors }: Pick<ScanResult, 'alerts' | 'records' | 'errors'>,
  rules: readonly Rule[],
  period: Period,
  shown = { groups: 15, samples: 3 },
): BacktestReport {
  const alerts = all.filter((alert) => isInPeriod(alert, period));
  const days = daysOf(alerts);
  const byRule = Map.groupBy(alerts, ({ rule }) => rule);
  const tested = rules
    .filter(({ enabled, isSilent }) => enabled && !isSilent)
    .map(({ id, title, severity }): BacktestedRule => {
      const own = byRule.get(id) ?? [];
      const seen = own.filter(isSeen);
      const onDay = Map.groupBy(own, dayOf);
      return {
        ...{ id, title, severity, alerts: seen.length, muted: own.length - seen.length, errors: errors.get(id) ?? 0 },
        perDay: days.map((day) => countsOf(onDay.get(day) ?? [])),
        samples: samplesOf(seen, shown.samples),
      };
    });
  return {
    ...{ days, records, ...countsOf(alerts) },
    rules: tested.sort((a, b) => b.alerts - a.alerts || b.muted - a.muted || (a.id < b.id ? -1 : 1)),
    noisiest: noisiest(alerts.filter(isSeen), shown.groups),
    suppressions: mutedBy(alerts),
  };
}

/** The group of an alert as people read it. */
export function groupText({ group, actor, account }: Alert): string {
  const fields = Object.entries(group).map(([field, value]) => `${field} = ${value ?? '(missing)'}`);
  return fields.length > 0 ? fields.join(', ') : `${actor.name}, account ${account ?? '(unknown)'}`;
}

function isSeen({ suppressedBy }: Alert): boolean {
  return suppressedBy.length === 0;
}

function countsOf(alerts: readonly Alert[]): { readonly alerts: number; readonly muted: number } {
  const seen = alerts.filter(isSeen).length;
  return { alerts: seen, muted: alerts.length - seen };
}

function dayOf({ firstEventTime }: Alert): string {
  return new Date(Date.parse(firstEventTime)).toISOString().slice(0, 10);
}

function daysOf(alerts: readonly Alert[]): readonly string[] {
  const found = [...new Set(alerts.map(dayOf))].sort();
  const [first, last] = [found.at(0), found.at(-1)].map((day) => Date.parse(`${day}T00:00:00Z`));
  if (first === undefined || last === undefined || found.length === 0) return [];
  // A forged date far away must not make a column a day.
  if (last - first > maxDays * dayMs) return found;
  return Array.from({ length: (last - first) / dayMs + 1 }, (_, at) =>
    new Date(first + at * dayMs).toISOString().slice(0, 10),
  );
}

function samplesOf(alerts: readonly Alert[], most: number): readonly Alert[] {
  const firsts = new Map<string, Alert>();
  for (const alert of alerts) if (!firsts.has(groupText(alert))) firsts.set(groupText(alert), alert);
  return [...new Set([...firsts.values(), ...alerts])].slice(0, most);
}

function noisiest(alerts: readonly Alert[], most: number): readonly NoisyGroup[] {
  const groups = Map.groupBy(alerts, (alert) => JSON.stringify([alert.rule, groupText(alert)]));
  return [...groups.values()]
    .flatMap((own): NoisyGroup[] => {
      const [first] = own;
      return first ? [{ rule: first.rule, group: groupText(first), alerts: own.length }] : [];
    })
    .sort((a, b) => b.alerts - a.alerts || (a.rule + a.group < b.rule + b.group ? -1 : 1))
    .slice(0, most);
}

function mutedBy(alerts: readonly Alert[]): BacktestReport['suppressions'] {
  const found = new Map<string, AppliedSuppression & { alerts: number }>();
  for (const { suppressedBy } of alerts) {
    for (const suppression of suppressedBy) {
      const known = found.get(suppression.id) ?? { ...suppression, alerts: 0 };
      known.alerts += 1;
      found.set(suppression.id, known);
    }
  }
  return [...found.values()].sort((a, b) => b.alerts - a.alerts || (a.id < b.id ? -1 : 1));
}
