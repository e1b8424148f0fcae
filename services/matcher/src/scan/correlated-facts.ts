import { type RecordView } from '@trailhound/cloudtrail';
import { canonicalJson, type GroupValue } from '@trailhound/contracts';
import { type CorrelationInput, type FieldRef, fieldText } from '@trailhound/rules';
import type { MatchedRecord } from '../detect/match.js';

/** What is known of the fields a correlation groups by and measures. */
export interface KnownFacts {
  valueOf(field: FieldRef): GroupValue;
}

export function recordFacts(view: RecordView): KnownFacts {
  return { valueOf: (field) => fieldText(field, view) };
}

/**
 * The facts of records after they are gone: a correlation over correlations groups their alerts by what their first record
 * had. Only the fields such correlations ask for are kept.
 */
export interface FactsByUid {
  add(record: MatchedRecord): void;
  /** Null for every field of an unknown record. */
  of(uid: string | undefined): KnownFacts;
}

export function createKnownFacts(inputs: readonly CorrelationInput[]): FactsByUid {
  const asked = new Map(
    inputs
      .filter((input) => input.rule.correlation !== undefined)
      .flatMap(({ groupBy, values }) => [...groupBy, ...values])
      .map((field) => [nameOf(field), field]),
  );
  const byUid = new Map<string, Readonly<Record<string, GroupValue>>>();
  return {
    add({ uid, view }) {
      if (asked.size === 0) return;
      const facts = Object.fromEntries([...asked].map(([name, field]) => [name, fieldText(field, view)]));
      const before = byUid.get(uid);
      // Of copies that differ the same one is kept, whichever came first.
      if (before === undefined || canonicalJson(facts) < canonicalJson(before)) byUid.set(uid, facts);
    },
    of(uid) {
      const facts = uid === undefined ? undefined : byUid.get(uid);
      return { valueOf: (field) => facts?.[nameOf(field)] ?? null };
    },
  };
}

function nameOf({ paths, constant }: FieldRef): string {
  return canonicalJson([paths, constant ?? null]);
}
