import { viewOf } from '@trailhound/cloudtrail';
import {
  type Answers,
  AskingView,
  type Explanation,
  explainCondition,
  type Rule,
  type RuleTestEvent,
} from '@trailhound/rules';

/** Why an event of a test matched or did not. */
export interface EventExplanation {
  /** Number of the event in the test, from 1. */
  readonly event: number;
  /** The whole condition, part by part. */
  readonly explanation: Explanation;
  /** The parts that look at the record, one sentence each, with what they found. */
  readonly sentences: readonly string[];
}

/** Explains the rule's condition on one event of its tests. `event` counts from 1. */
export function explainEvent(
  rule: Rule,
  { record }: RuleTestEvent,
  event: number,
  answers?: Answers,
): EventExplanation {
  const view = new AskingView(viewOf(record), answers);
  const explanation = explainCondition(rule.condition, rule.conditionText, view);
  return { event, explanation, sentences: sentencesOf(explanation) };
}

function sentencesOf({ parts, outcome, path, expected, seen }: Explanation): readonly string[] {
  if (parts.length > 0) return parts.flatMap(sentencesOf);
  const verdict = { match: 'holds', 'no-match': 'does not hold', error: 'is an error' }[outcome];
  const found = seen === '' ? '' : ` (seen: ${seen})`;
  return [`${[path, expected].filter((part) => part !== '').join(' ')} ${verdict}${found}`.trim()];
}
