import type { Rule } from '@trailhound/rules';
import type { ScanResult } from '../scan/scan-engine.js';
import { groupText } from './summarize-backtest.js';

/** What a rule would have done with one count in place of its own. */
export interface TunedCount {
  readonly count: number;
  readonly alerts: number;
  readonly perDay: number;
  /** Different groups that alerted. */
  readonly groups: number;
}

export interface Tuning {
  readonly tried: readonly TunedCount[];
  /** Days the records span, at least one. */
  readonly days: number;
  /** The least count that stays within the wanted number of alerts a day. */
  readonly suggested?: TunedCount;
}

const steps = [2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1_000];

/** The rule once for each count worth trying, its own among them; ids tell them apart. */
export function tunedRules(rule: Rule): readonly Rule[] {
  const { threshold } = rule;
  if (threshold === null) return [];
  const counts = [...new Set([...steps, threshold.count])].sort((a, b) => a - b);
  return counts.map((count) => ({ ...rule, id: tunedId(rule, count), threshold: { ...threshold, count } }));
}

/** Judges what a scan with {@link tunedRules} found. `days`: what the records span. */
export function judgeTuning(rule: Rule, { alerts }: Pick<ScanResult, 'alerts'>, days: number, perDay: number): Tuning {
  const seen = Map.groupBy(
    alerts.filter(({ suppressedBy }) => suppressedBy.length === 0),
    (alert) => alert.rule,
  );
  const tried = tunedRules(rule).map(({ id, threshold }): TunedCount => {
    const own = seen.get(id) ?? [];
    const groups = new Set(own.map(groupText)).size;
    return { count: threshold?.count ?? 0, alerts: own.length, perDay: own.length / days, groups };
  });
  const suggested = tried.find((one) => one.perDay <= perDay);
  return { tried, days, ...(suggested && { suggested }) };
}

function tunedId({ id }: Rule, count: number): string {
  return `${id}@${count}`;
}
