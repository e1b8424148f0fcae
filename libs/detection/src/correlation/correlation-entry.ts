import { canonicalJson, type GroupValue, type RecordRef } from '@trailhound/contracts';

/** One match of one of a correlation's rules. */
export interface CorrelationEntry {
  readonly atMs: number;
  /** Of the record; of the alert where the rule is a correlation itself. */
  readonly uid: string;
  /** Which of the correlation's rules matched. */
  readonly input: number;
  /** What a value count tells apart; absent for the other types. */
  readonly value?: string;
  /** What a statistic is made of; absent for the other types. */
  readonly number?: number;
  /** What correlations above this one want to know of the record, by the name of the field; absent where there is none. */
  readonly facts?: Readonly<Record<string, GroupValue>>;
  /** A suppression applies: the match counts only towards the marked alert. */
  readonly suppressed: boolean;
  /** The record; the records of the alert where the rule is a correlation itself. */
  readonly refs: readonly RecordRef[];
}

/** The order of the records two entries come from; 0 for entries of one record. */
export function compareRecords(a: CorrelationEntry, b: CorrelationEntry): number {
  return a.atMs - b.atMs || compareText(tieOf(a), tieOf(b)) || compareText(a.uid, b.uid);
}

/** By event time; records of one instant by eventID, since CloudTrail's times are whole seconds. */
export function compareEntries(a: CorrelationEntry, b: CorrelationEntry): number {
  return (
    compareRecords(a, b) ||
    a.input - b.input ||
    compareText(a.value ?? '', b.value ?? '') ||
    (a.number ?? 0) - (b.number ?? 0) ||
    Number(a.suppressed) - Number(b.suppressed) ||
    compareText(factsOf(a), factsOf(b))
  );
}

function factsOf({ facts }: CorrelationEntry): string {
  return facts === undefined ? '' : canonicalJson(facts);
}

function tieOf({ uid, refs }: CorrelationEntry): string {
  const [only] = refs;
  return refs.length === 1 ? (only?.eventID ?? uid) : uid;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
