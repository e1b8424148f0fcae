import type { RecordView } from '@trailhound/cloudtrail';
import { compileCondition } from '../condition/compile-condition.js';
import type { Condition, Outcome, Span } from '../condition/condition.js';
import { expectationOf, subjectOf } from '../condition/print-condition.js';
import { seenBy } from './seen-values.js';

/** Why a condition holds for a record or does not, part by part. */
export interface Explanation {
  readonly kind: Condition['kind'];
  readonly outcome: Outcome;
  /** The words of the source the condition came from, and where they stand; absent where a lowering made it up. */
  readonly text?: string;
  readonly span?: Span;
  /** The field looked at, as people write it; empty for and, or, not. */
  readonly path: string;
  /** `is "StopLogging"`, `starts with "10."`; empty for and, or, not. */
  readonly expected: string;
  /** The values found, quoted and cut, or `missing`; empty for and, or, not. */
  readonly seen: string;
  readonly parts: readonly Explanation[];
}

/**
 * Explains the outcome of a condition on a record, in the words of its source text. Every part is evaluated, also those
 * the matcher would not have come to. The tests inside an `elem` are told in `expected`.
 */
export function explainCondition(condition: Condition, source: string, record: RecordView): Explanation {
  const { kind, span } = condition;
  const isCompound = kind === 'and' || kind === 'or' || kind === 'not';
  return {
    kind,
    outcome: compileCondition(condition)(record),
    ...(span !== undefined && { text: source.slice(span.start, span.end), span }),
    path: subjectOf(condition),
    expected: isCompound ? '' : expectationOf(condition),
    seen: seenBy(condition, record),
    parts: partsOf(condition).map((part) => explainCondition(part, source, record)),
  };
}

function partsOf(condition: Condition): readonly Condition[] {
  if (condition.kind === 'and' || condition.kind === 'or') return condition.of;
  return condition.kind === 'not' ? [condition.of] : [];
}
