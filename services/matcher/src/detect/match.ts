import { countUid, own, type RecordView } from '@trailhound/cloudtrail';
import type { GroupValue, RecordRef } from '@trailhound/contracts';
import { appliesAt, type CountObservation, type Firing, plainFiring, windowSpecOf } from '@trailhound/detection';
import { fieldText, type Rule, runsOnWindows, type Suppression } from '@trailhound/rules';
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
  | { readonly kind: 'count'; readonly observation: CountObservation }
  /** It enters a correlation that needs more than one window of counts to be judged; see `chainOf`. */
  | { readonly kind: 'correlate' }
  /** Nothing alerts on it: only correlations look at the rule, or the record has no value or group that is counted. */
  | { readonly kind: 'nothing' };

/** A rule's condition held for a record. */
export interface Match {
  readonly rule: Rule;
  readonly record: MatchedRecord;
  /** Suppressions that apply to this record. Any of them mutes. */
  readonly suppressedBy: readonly Suppression[];
  readonly effect: MatchEffect;
}

/** Whether state is kept of the match, so that a later record's alert may stand on its record too. */
export function isObserved({ effect }: Match): boolean {
  return effect.kind === 'count' || effect.kind === 'correlate';
}

/**
 * What a rule's match on a record amounts to: the group it falls into, the suppressions that apply, and the alert or the
 * observation it makes. Pure: equal records give equal matches, whenever and in whatever order they arrive.
 */
export function matchOf(rule: Rule, record: MatchedRecord): Match {
  const { view, eventTimeMs, uid, ref } = record;
  const suppressedBy = appliedSuppressions(rule, record);
  if (rule.isSilent) return { rule, record, suppressedBy, effect: { kind: 'nothing' } };
  if (!runsOnWindows(rule)) return { rule, record, suppressedBy, effect: { kind: 'correlate' } };
  const group: readonly GroupValue[] = rule.groupBy.map((field) => fieldText(field, view));
  const seen = {
    key: { ruleId: rule.id, stateHash: rule.stateHash, group },
    eventTimeMs,
    suppressed: suppressedBy.length > 0,
    record: ref,
  };
  const match = { rule, record, suppressedBy };
  if (rule.correlation?.needsGroup && group.includes(null)) return { ...match, effect: { kind: 'nothing' } };
  const spec = windowSpecOf(rule);
  if (spec === null) return { ...match, effect: { kind: 'alert', firing: plainFiring({ ...seen, uid }) } };
  const distinct = rule.threshold?.distinct;
  const value = distinct && fieldText(distinct, view);
  if (value === null) return { ...match, effect: { kind: 'nothing' } };
  const observation: CountObservation = {
    kind: 'count',
    ...seen,
    spec,
    uid: countedUid(record),
    ...(value !== undefined && { value }),
    mayBeSuppressed: rule.suppressions.length > 0,
  };
  return { ...match, effect: { kind: 'count', observation } };
}

/**
 * The suppressions that mute the rule on this record: in force at its event time, and their condition holds. A correlation
 * is muted, too, where every one of its rules that match the record is.
 */
export function appliedSuppressions(rule: Rule, record: MatchedRecord): readonly Suppression[] {
  const { view, eventTimeMs } = record;
  const own = rule.suppressions.filter(
    (suppression) => appliesAt(suppression, eventTimeMs) && holds(suppression.when, view) === 'match',
  );
  if (own.length > 0 || rule.correlation === undefined) return own;
  const matching = rule.correlation.inputs.filter((input) => holds(input.rule.condition, view) === 'match');
  const inherited = matching.map((input) => appliedSuppressions(input.rule, record));
  return inherited.every((applied) => applied.length > 0) ? [...new Set(inherited.flat())] : [];
}

/** A record that tells an earlier event again with corrected data is an alert of its own, but counts as that event. */
function countedUid({ uid, view }: MatchedRecord): string {
  const record = recordOf(view);
  return own(record, 'addendum') === undefined ? uid : countUid(record);
}
