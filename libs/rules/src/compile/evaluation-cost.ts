import type { Condition } from '../condition/condition.js';
import { childrenOf } from '../condition/walk-condition.js';

/**
 * Roughly how long a condition takes to evaluate, in units of one comparison. Only the order of parts follows from it:
 * `and` and `or` come out the same in any order, and sooner when cheap parts go first.
 */
export function evaluationCost(condition: Condition): number {
  switch (condition.kind) {
    case 'true':
    case 'false':
      return 0;
    case 'and':
    case 'or':
    case 'not':
      return childrenOf(condition).reduce((sum, part) => sum + evaluationCost(part), 0);
    case 'exists':
    case 'isNull':
    case 'type':
    case 'eq':
    case 'in':
    case 'prefix':
    case 'num':
    case 'order':
      return condition.path.root === 'enriched' ? 50 : 1;
    case 'suffix':
    case 'contains':
    case 'wildcard':
      // Asked of the decoded text, where a beginning or the whole is found in its bytes.
      return condition.path.root === 'enriched' ? 50 : 2;
    case 'cmpField':
      return 2;
    case 'regex':
    case 'cidr':
    case 'netContains':
    case 'ipClass':
    case 'time':
    case 'timePart':
      return 5;
    case 'tokens':
    case 'tokenTest':
    case 'jsonText':
      return 20;
    case 'elem':
      return 5 + 3 * evaluationCost(condition.of);
    case 'text':
    case 'anyText':
      return 100;
    case 'ext':
      return 1000;
    default:
      return condition satisfies never;
  }
}

/** The condition with the parts of its outermost `and` or `or` ordered cheap ones first; equal ones stay in order. */
export function cheapFirst(condition: Condition): Condition {
  if (condition.kind !== 'and' && condition.kind !== 'or') return condition;
  const costs = new Map(condition.of.map((part) => [part, evaluationCost(part)]));
  const of = condition.of.toSorted((a, b) => (costs.get(a) ?? 0) - (costs.get(b) ?? 0));
  return { ...condition, of };
}
