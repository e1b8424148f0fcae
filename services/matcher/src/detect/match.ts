import { countUid, own, type RecordView } from '@trailhound/cloudtrail';
import type { GroupValue, RecordRef } from '@trailhound/contracts';
import { appliesAt, type Firing, type Observation, plainFiring, windowSpecOf } from '@trailhound/detection';
import { fieldText, type Rule, type Suppression } from '@trailhound/rules';
import { holds, recordOf } from './record-knowledge.js';

/** A record some rule matched, with what detection needs to know of it. */
export interface MatchedRecord {
  readonly uid: string;
  readonly eventTimeMs: number;
  readonly ref: RecordRef;
  readonly view: RecordView;
}

/** What a match amounts to. */
export type MatchEffect =
  /** It is an alert by itself. */
  | { readonly kind: 'alert'; readonly firing: Firing }
  /** It is to be counted. */
  | { readonly kind: 'count'; readonly observation: Observation }
  /** The rule counts different values and this record has none. */
  | { readonly kind: 'nothing' };

/** A rule's condition held for a record. */
export interface Match {
  readonly rule: Rule;
  readonly record: MatchedRecord;
  /** Suppressions that apply to this record. Any of them mutes. */
  readonly suppressedBy: readonly Suppression[];
  readonly effect: MatchEffect;
}

/**
 * What a rule's match on a record amounts to: the group it falls into, the suppressions that apply, and the alert or the
 * observation it makes. Pure: equal records give equal matches, whenever and in whatever order they arrive.
 */
export function matchOf(rule: Rule, record: MatchedRecord): Match {
  const { view, eventTimeMs, uid, ref } = record;
  const suppressedBy = appliedSuppressions(rule, record);
  const group: readonly GroupValue[] = rule.groupBy.map((field) => fieldText(field, view));
  const seen = {
    key: { ruleId: rule.id, stateHash: rule.stateHash, group },
    eventTimeMs,
    suppressed: suppressedBy.length > 0,
    record: ref,
  };
  const match = { rule, record, suppressedBy };
  const spec = windowSpecOf(rule);
  if (spec === null) return { ...match, effect: { kind: 'alert', firing: plainFiring({ ...seen, uid }) } };
  const distinct = rule.threshold?.distinct;
  const value = distinct && fieldText(distinct, view);
  if (value === null) return { ...match, effect: { kind: 'nothing' } };
  const observation: Observation = {
    ...seen,
    spec,
    uid: countedUid(record),
    ...(value !== undefined && { value }),
    mayBeSuppressed: rule.suppressions.length > 0,
  };
  return { ...match, effect: { kind: 'count', observation } };
}

/** The suppressions that mute the rule on this record: in force at its event time, and their condition holds. */
export function appliedSuppressions(rule: Rule, { view, eventTimeMs }: MatchedRecord): readonly Suppression[] {
  return rule.suppressions.filter(
    (suppression) => appliesAt(suppression, eventTimeMs) && holds(suppression.when, view) === 'match',
  );
}

/** A record that tells an earlier event again with corrected data is an alert of its own, but counts as that event. */
function countedUid({ uid, view }: MatchedRecord): string {
  const record = recordOf(view);
  return own(record, 'addendum') === undefined ? uid : countUid(record);
}
