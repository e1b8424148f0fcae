import { canonicalJson } from '@trailhound/contracts';
import type { Condition } from './condition.js';

/**
 * A text that is equal for conditions of equal structure: spans left out, the parts of `and` and `or` and the values of
 * `in` in any order, unset options as their defaults. Usable as a key and as input of a hash.
 */
export function conditionKey(condition: Condition): string {
  const known = keys.get(condition);
  if (known !== undefined) return known;
  const key = computeKey(condition);
  keys.set(condition, key);
  return key;
}

// Conditions never change, and the rule set asks for the same keys at every level and in every pass.
const keys = new WeakMap<Condition, string>();

function computeKey(condition: Condition): string {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const parts = new Set(condition.of.map(conditionKey));
      return `${condition.kind}(${[...parts].sort().join(',')})`;
    }
    case 'not':
      return `not(${conditionKey(condition.of)})`;
    case 'elem':
      return `elem(${canonicalJson([condition.path, condition.quantifier])},${conditionKey(condition.of)})`;
    case 'ext': {
      const { engine, source, needs, guard } = condition;
      return `ext(${canonicalJson([engine, source, needs])},${guard === undefined ? '' : conditionKey(guard)})`;
    }
    case 'in':
      return ownKey({ ...condition, values: [...new Set(condition.values.map(canonicalJson))].sort() });
    default:
      return ownKey(condition);
  }
}

/** Whether two conditions have the same structure, in the sense of {@link conditionKey}. */
export function conditionsEqual(a: Condition, b: Condition): boolean {
  return a === b || conditionKey(a) === conditionKey(b);
}

function ownKey(condition: object): string {
  const members: Record<string, unknown> = { ...condition };
  delete members.span;
  if (members.fold === false) delete members.fold;
  if (members.neg === false) delete members.neg;
  if (members.kind === 'num' && members.coerce === 'strict') delete members.coerce;
  if (textKinds.has(String(members.kind)) && members.coerce === 'text') delete members.coerce;
  return canonicalJson(members);
}

const textKinds: ReadonlySet<string> = new Set(['prefix', 'suffix', 'contains', 'wildcard', 'regex']);
