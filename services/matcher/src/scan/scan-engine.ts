import { type Alert, canonicalJson, type QuarantineReason } from '@trailhound/contracts';
import { type CountObservation, type Firing } from '@trailhound/detection';
import { type CompiledRules, type Rule, type Suppression, why } from '@trailhound/rules';
import { createAlertBuilder } from '../detect/build-alert.js';
import { type CarriedMatch, evaluateRecord, type RecordInput } from '../detect/evaluate-record.js';

import { type CorrelatedRule, createCorrelatedRule } from './correlated-rule.js';
import { type CountedGroup, createCountedGroup } from './counted-group.js';
import { isEarlierRef } from './earlier-ref.js';
import { createHeldRecords } from './held-records.js';

/** What became of one record. */
export type ScannedRecord =
  | { readonly kind: 'evaluated'; readonly matches: readonly CarriedMatch[]; readonly failed: readonly Rule[] }
  | { readonly kind: 'bad'; readonly reason: QuarantineReason; readonly message: string };

export interface ScanResult {
  /** Sorted by first event time, then id; the marked alerts of suppressed records have `suppressedBy`. */
  readonly alerts: readonly Alert[];
  readonly records: number;
  /** Records that could not be evaluated. */
  readonly bad: number;
  /** (rule, record) pairs, before thresholds, dedup and suppressions; a correlation has none of its own. */
  readonly matches: number;
  /** Rule id → records on which it raised ERROR. */
  readonly errors: ReadonlyMap<string, number>;
  /** Correlation id → matches that could not enter it: a record without one of its groups, or without a value it needs. */
  readonly leftOut: ReadonlyMap<string, number>;
}

/** Detection over an input with an end: `scan`, `rules test`. All records share one state and event time. */
export interface ScanEngine {
  /** Never throws, whatever the record holds. */
  add(record: RecordInput): ScannedRecord;
  /** The alerts of everything added: a function of the set of records, not of their order or copies. */
  finish(): ScanResult;
}

export interface ScanEngineOptions {
  /** The rules with their suppressions joined (`withSuppressions`). */
  readonly rules: CompiledRules;
  /** Wall clock for `firedAt`, epoch milliseconds. */
  readonly nowMs: number;
  /** Most bytes of records kept to show the first record of a counted alert. Default 128 MiB. */
  readonly maxHeldBytes?: number;
}

interface CountedRule {
  readonly rule: Rule;
  readonly group: CountedGroup;
  /** Suppressions that muted some record of the group, with the event times they were seen at. */
  readonly muted: { readonly eventTimeMs: number; readonly by: readonly Suppression[] }[];
}

export function createScanEngine({ rules, nowMs, maxHeldBytes }: ScanEngineOptions): ScanEngine {
  const builder = createAlertBuilder(why);
  const plain = new Map<string, Alert>();
  const counted = new Map<string, CountedRule>();
  const correlated = new Map<string, CorrelatedRule>();
  const leftOut = new Map<string, number>();
  const held = createHeldRecords(maxHeldBytes ?? 128 * 1_024 * 1_024, (bytes) => rules.view(bytes));
  const errors = new Map<string, number>();
  let records = 0;
  let bad = 0;
  let matches = 0;

  function addPlain(match: CarriedMatch, firing: Firing): void {
    const before = plain.get(firing.alertId)?.records[0];
    if (before !== undefined && !isEarlierRef(match.record.ref, before)) return;
    const fired = { ...firing, suppressedBy: match.suppressedBy };
    const records = { first: match.record, all: () => [match.record] };
    plain.set(firing.alertId, builder.build(match.rule, fired, records, rules.revision, nowMs));
  }

  function addCounted(match: CarriedMatch, observation: CountObservation): void {
    const name = canonicalJson([observation.key.ruleId, observation.key.stateHash, observation.key.group]);
    let known = counted.get(name);
    if (known === undefined) {
      known = { rule: match.rule, group: createCountedGroup(observation.key, observation.spec), muted: [] };
      counted.set(name, known);
    }
    held.hold(name, match.record);
    if (!known.group.add(observation)) return;
    if (match.suppressedBy.length > 0)
      known.muted.push({ eventTimeMs: match.record.eventTimeMs, by: match.suppressedBy });
  }

  function addCorrelated({ rule, record, suppressedBy }: CarriedMatch): void {
    let known = correlated.get(rule.id);
    if (known === undefined) {
      known = createCorrelatedRule(rule);
      correlated.set(rule.id, known);
    }
    held.hold(rule.id, record);
    known.add(record, suppressedBy);
  }

  /** A correlation without its group or value is left out, and said so. */
  function addNothing({ rule }: CarriedMatch): void {
    if (rule.correlation !== undefined) leftOut.set(rule.id, (leftOut.get(rule.id) ?? 0) + 1);
  }

  function countedAlert(
    name: string,
    { rule, muted }: Pick<CorrelatedRule, 'rule' | 'muted'>,
    firing: Firing,
  ): Alert[] {
    const record = held.first(name, firing.records);
    if (record === undefined) return [];
    const { firstEventTimeMs, lastEventTimeMs, suppressed } = firing;
    const inWindow = muted.filter(
      ({ eventTimeMs }) => eventTimeMs >= firstEventTimeMs && eventTimeMs <= lastEventTimeMs,
    );
    const suppressedBy = suppressed ? [...new Set(inWindow.flatMap(({ by }) => by))].sort(byId) : [];
    const records = { first: record, all: () => held.all(firing.records) };
    return [builder.build(rule, { ...firing, suppressedBy }, records, rules.revision, nowMs)];
  }

  return {
    add(input) {
      records += 1;
      const evaluation = evaluateRecord(input, rules);
      if (evaluation.kind === 'bad') {
        bad += 1;
        return evaluation;
      }
      for (const rule of evaluation.failed) errors.set(rule.id, (errors.get(rule.id) ?? 0) + 1);
      for (const match of evaluation.matches) {
        if (match.rule.correlation === undefined) matches += 1;
        const { effect } = match;
        switch (effect.kind) {
          case 'alert':
            addPlain(match, effect.firing);
            break;
          case 'count':
            addCounted(match, effect.observation);
            break;
          case 'correlate':
            addCorrelated(match);
            break;
          case 'nothing':
            addNothing(match);
            break;
          default:
            effect satisfies never;
        }
      }
      return evaluation;
    },
    finish() {
      const alerts = [...plain.values()];
      for (const [name, group] of counted) {
        for (const firing of group.group.firings()) alerts.push(...countedAlert(name, group, firing));
      }
      for (const group of correlated.values()) {
        for (const firing of group.firings()) alerts.push(...countedAlert(group.rule.id, group, firing));
        if (group.leftOut > 0) leftOut.set(group.rule.id, group.leftOut);
      }
      return { alerts: alerts.sort(byTimeThenId), records, bad, matches, errors, leftOut };
    },
  };
}

function byTimeThenId(a: Alert, b: Alert): number {
  return Date.parse(a.firstEventTime) - Date.parse(b.firstEventTime) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function byId(a: Suppression, b: Suppression): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
