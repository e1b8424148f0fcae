import type { FieldPath } from '@trailhound/cloudtrail';
import type { Condition } from './condition.js';
import { pathsOf, walkCondition } from './walk-condition.js';

// Conditions never change, and most of a rule set are in the next one, too.
const remembered = new WeakMap<Condition, boolean>();

/**
 * Whether a condition is about what CloudTrail Insights found as much as about events: it reads a member of Insights
 * (`insight…`), the category or type of a record, or the envelope of EventBridge, or it is answered elsewhere, where
 * nobody knows what it reads. All others are about events, and what is unusual in many calls is none.
 */
export function asksForInsights(condition: Condition): boolean {
  const known = remembered.get(condition);
  if (known !== undefined) return known;
  const asks = walkCondition(condition).some(
    ({ condition: node }) => (node.kind === 'ext' && node.question !== undefined) || pathsOf(node).some(isOfInsights),
  );
  remembered.set(condition, asks);
  return asks;
}

function isOfInsights({ root, segments: [first] }: FieldPath): boolean {
  if (root === 'envelope') return true;
  if (root !== 'record' || typeof first !== 'string') return false;
  const name = first.toLowerCase(); // some languages name members in any case
  return name.startsWith('insight') || name === 'eventcategory' || name === 'eventtype';
}
