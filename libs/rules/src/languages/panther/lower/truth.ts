import { projectCondition } from '../../../compile/project-condition.js';
import type { Condition, Span } from '../../../condition/condition.js';
import { allOf, anyOf, negate } from './combine.js';

/** A way in which Python would raise an exception. */
export interface Raise {
  readonly when: Condition;
  /** As a sentence: `userAgent is no text, so it has no startswith`. */
  readonly why: string;
  readonly span: Span;
}

/**
 * What becomes of an expression that is asked whether it is true: it is where `holds`, it raises an exception where one
 * of `raises` does, and is false everywhere else. None of these conditions is ever in error, and no two meet.
 */
export interface Truth {
  readonly holds: Condition;
  readonly raises: readonly Raise[];
}

export const isTrue: Truth = { holds: { kind: 'true' }, raises: [] };
export const isFalse: Truth = { holds: { kind: 'false' }, raises: [] };

export function plainTruth(holds: Condition): Truth {
  return { holds, raises: [] };
}

/** Where it is false and raises nothing. */
export function failing({ holds, raises }: Truth): Condition {
  return allOf(negate(holds), withoutRaise(raises));
}

export function withoutRaise(raises: readonly Raise[]): Condition {
  return allOf(...raises.map(({ when }) => negate(when)));
}

/** The exceptions that are met only where `when` holds. */
export function raisesUnder(when: Condition, raises: readonly Raise[]): readonly Raise[] {
  if (when.kind === 'true') return raises;
  return raises.map((raise) => ({ ...raise, when: allOf(when, raise.when) })).filter(isPossible);
}

export function isPossible({ when }: Raise): boolean {
  return when.kind !== 'false';
}

export function notTruth(truth: Truth): Truth {
  return { holds: failing(truth), raises: truth.raises };
}

/** `a and b`: the later are looked at only where the earlier hold. */
export function andTruth(parts: readonly Truth[]): Truth {
  let before: Condition = { kind: 'true' };
  const raises: Raise[] = [];
  for (const part of parts) {
    raises.push(...raisesUnder(before, part.raises));
    before = allOf(before, part.holds);
  }
  return { holds: before, raises };
}

/** `a or b`: the later are looked at only where the earlier are false. */
export function orTruth(parts: readonly Truth[]): Truth {
  let before: Condition = { kind: 'true' };
  let quiet: Condition = { kind: 'true' };
  let holds: Condition = { kind: 'false' };
  const raises: Raise[] = [];
  for (const part of parts) {
    raises.push(...raisesUnder(before, part.raises));
    holds = anyOf(holds, allOf(quiet, part.holds));
    quiet = allOf(quiet, withoutRaise(part.raises));
    before = allOf(before, failing(part));
  }
  return { holds, raises };
}

/**
 * The truth without the exceptions that events meet whose name and source alone keep the rule from matching. Most rules
 * ask for their event names, but not always first: without this every such rule would be tried on every record, for an
 * error about a record it has nothing to do with.
 */
export function narrowed({ holds, raises }: Truth): Truth {
  // A rule that never matches has its errors to show for it.
  if (holds.kind === 'false') return { holds, raises };
  return { holds, raises: raisesUnder(projectCondition(holds), raises) };
}

/** The condition of a rule: it matches where the truth holds and is in error where Python would raise. */
export function conditionOf({ holds, raises }: Truth, placeOf: (span: Span) => string): Condition {
  if (raises.length === 0) return holds;
  const errors = raises.map(({ when, why, span }): Condition => {
    const source = `${why} (${placeOf(span)})`;
    const error: Condition = { kind: 'ext', engine: 'python', source, needs: [], run: () => 'error' };
    return allOf(when, error);
  });
  return anyOf(holds, ...errors);
}
