import type { RecordView } from '@trailhound/cloudtrail';
import { compileCondition } from '../condition/compile-condition.js';
import type { Condition } from '../condition/condition.js';
import { expectationOf, subjectOf } from '../condition/print-condition.js';
import type { Rule } from '../rule.js';
import { seenBy } from './seen-values.js';

/** Most sentences of one answer. */
export const maxReasons = 12;
/** Longest sentence, in characters. */
export const maxReasonLength = 300;

/**
 * Why a rule's condition holds for a record, one short sentence a test that decided it: `eventName is "StopLogging"`,
 * `requestParameters.encrypted is false, not "true"`. Safe to print; values and sentences are cut. Empty when the
 * condition does not hold.
 */
export function why(rule: Pick<Rule, 'condition'>, record: RecordView): string[] {
  if (compileCondition(rule.condition)(record) !== 'match') return [];
  const sentences = new Set<string>();
  for (const reason of reasons(rule.condition, true, record)) {
    sentences.add(reason.length > maxReasonLength ? `${reason.slice(0, maxReasonLength)}…` : reason);
    if (sentences.size >= maxReasons) break;
  }
  return sentences.size > 0 ? [...sentences] : ['every record matches'];
}

/** The tests that make `condition` come out as `wanted`, given that it does. */
function* reasons(condition: Condition, wanted: boolean, record: RecordView): Generator<string> {
  switch (condition.kind) {
    case 'true':
    case 'false':
      return;
    case 'not':
      yield* reasons(condition.of, !wanted, record);
      return;
    case 'and':
    case 'or': {
      const needsAll = (condition.kind === 'and') === wanted;
      for (const part of condition.of) {
        if (!needsAll && compileCondition(part)(record) !== (wanted ? 'match' : 'no-match')) continue;
        yield* reasons(part, wanted, record);
        if (!needsAll) return;
      }
      return;
    }
    default:
      yield wanted ? holding(condition, record) : failing(condition, record);
  }
}

function holding(condition: Condition, record: RecordView): string {
  const subject = subjectOf(condition);
  const seen = seenBy(condition, record);
  switch (condition.kind) {
    case 'eq':
    case 'in':
      return condition.neg === true ? failing(condition, record) : `${subject} is ${seen}`;
    case 'exists':
    case 'isNull':
      return `${subject} is ${seen}`;
    default:
      return `${subject} ${expectationOf(condition)}${seen === '' ? '' : `: ${seen}`}`;
  }
}

function failing(condition: Condition, record: RecordView): string {
  const subject = subjectOf(condition);
  const seen = seenBy(condition, record);
  if (seen === 'missing') return `${subject} is missing`;
  switch (condition.kind) {
    case 'eq':
    case 'in':
      return `${subject} is ${seen}, not ${expectationOf({ ...condition, neg: false }).replace(/^is /, '')}`;
    case 'exists':
    case 'isNull':
      return `${subject} is ${seen}`;
    default:
      return `${subject} ${negated(expectationOf(condition))}${seen === '' ? '' : `: ${seen}`}`;
  }
}

const negations: readonly (readonly [RegExp, string])[] = [
  [/^is /, 'is not '],
  [/^starts /, 'does not start '],
  [/^ends /, 'does not end '],
  [/^contains /, 'does not contain '],
  [/^matches /, 'does not match '],
  [/^lies /, 'does not lie '],
  [/^has /, 'does not have '],
  [/^equals /, 'does not equal '],
  [/^holds/, 'does not hold'],
];

function negated(expectation: string): string {
  for (const [verb, denial] of negations) if (verb.test(expectation)) return expectation.replace(verb, denial);
  return `does not satisfy: ${expectation}`;
}
