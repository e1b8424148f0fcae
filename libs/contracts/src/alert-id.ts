import { canonicalJson } from './canonical-json.js';
import { sha256Hex } from './hash.js';

/** What an alert's identity depends on besides the rule's id: any change here starts new alerts and fresh state. */
export interface RuleIdentity {
  readonly language: string;
  /** The condition as written, trimmed; RFC 8785 JSON of the named keys where the condition is not one string. */
  readonly sourceText: string;
  /** After defaults are applied. */
  readonly groupBy: readonly string[];
  /** After defaults are applied; null for a plain rule. */
  readonly threshold: { readonly count: number; readonly withinMs: number; readonly distinct?: string } | null;
  /** Milliseconds, after defaults are applied; null where every record is an alert of its own. */
  readonly dedupMs: number | null;
}

/** One value of a group: the text of the field, or null where the record has none. */
export type GroupValue = string | null;

/** Hash of everything that gives a rule's counting its meaning; part of alert ids and of state keys. */
export function stateHash(rule: RuleIdentity): string {
  const { count, withinMs, distinct } = rule.threshold ?? {};
  const threshold = rule.threshold === null ? null : [count, withinMs, distinct ?? null];
  return sha256Hex(canonicalJson([rule.language, rule.sourceText.trim(), rule.groupBy, threshold, rule.dedupMs]));
}

/**
 * The identity of an alert: a pure function of rule, group and event time, so that any order, duplication or replay of
 * the records gives the same ids. `instance` is the event-time bucket number, or the record's uid for rules without
 * dedup. The marked alert of suppressed records has `"suppressed"` appended. 64 hexadecimal digits.
 */
export function alertId(alert: {
  readonly ruleId: string;
  readonly stateHash: string;
  readonly group: readonly GroupValue[];
  readonly instance: number | string;
  readonly suppressed?: boolean;
}): string {
  const parts = ['v1', alert.ruleId, alert.stateHash, alert.group, alert.instance];
  return sha256Hex(canonicalJson(alert.suppressed ? [...parts, 'suppressed'] : parts));
}

/** The identity of one alert at one destination; also the `webhook-id`, the same over every attempt and replay. */
export function deliveryId(alert: string, destination: string): string {
  return `dlv_${sha256Hex(canonicalJson(['v1', alert, destination])).slice(0, 40)}`;
}
