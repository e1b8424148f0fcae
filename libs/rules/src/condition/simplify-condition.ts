import { canonicalJson } from '@trailhound/contracts';
import type { Condition, Scalar } from './condition.js';
import { conditionKey } from './condition-key.js';

type Membership = Condition & { readonly kind: 'eq' | 'in' };

/**
 * An equal condition in normal form: negations at the leaves, nested `and` and `or` flattened, constants and repeated
 * parts gone, alternatives of one field's values joined to `in`. The outcome on every record is the same, errors too.
 * Spans of joined parts are lost: explain the original, run this one.
 */
export function simplifyCondition(condition: Condition): Condition {
  switch (condition.kind) {
    case 'and':
      return joined('and', condition.of.map(simplifyCondition));
    case 'or':
      return joined('or', condition.of.map(simplifyCondition));
    case 'not':
      return simplifyNegated(condition.of);
    case 'elem': {
      const of = simplifyCondition(condition.of);
      return of.kind === 'false' && condition.quantifier === 'any' ? of : { ...condition, of };
    }
    case 'in':
      return condition.values.length === 0 && condition.neg !== true ? { kind: 'false' } : condition;
    case 'ext': {
      if (condition.guard === undefined) return condition;
      const guard = simplifyCondition(condition.guard);
      return guard.kind === 'false' ? guard : { ...condition, guard };
    }
    default:
      return condition;
  }
}

/** The condition that matches exactly where this one does not; where this one is in error, so is that. */
export function negateCondition(condition: Condition): Condition {
  switch (condition.kind) {
    case 'true':
      return { kind: 'false' };
    case 'false':
      return { kind: 'true' };
    case 'and':
      return { kind: 'or', of: condition.of.map(negateCondition) };
    case 'or':
      return { kind: 'and', of: condition.of.map(negateCondition) };
    case 'not':
      return condition.of;
    case 'exists':
      if (condition.mode !== 'nonNull') return { kind: 'not', of: condition };
      return { kind: 'isNull', path: condition.path, mode: 'missingOrNull' };
    case 'isNull':
      if (condition.mode !== 'missingOrNull') return { kind: 'not', of: condition };
      return { kind: 'exists', path: condition.path, mode: 'nonNull' };
    case 'elem':
      if (condition.quantifier === 'any') return { ...condition, quantifier: 'none' };
      if (condition.quantifier === 'none') return { ...condition, quantifier: 'any' };
      return { kind: 'not', of: condition };
    default:
      return { kind: 'not', of: condition };
  }
}

function simplifyNegated(condition: Condition): Condition {
  if (condition.kind === 'not') return simplifyCondition(condition.of);
  const negated = negateCondition(condition);
  if (negated.kind !== 'not') return simplifyCondition(negated);
  const of = simplifyCondition(negated.of);
  return of.kind === 'true' || of.kind === 'false' ? negateCondition(of) : { kind: 'not', of };
}

function joined(kind: 'and' | 'or', parts: readonly Condition[]): Condition {
  const decisive = kind === 'and' ? 'false' : 'true';
  const neutral = kind === 'and' ? 'true' : 'false';
  const flat = parts.flatMap((part) => (part.kind === kind ? part.of : [part]));
  if (flat.some((part) => part.kind === decisive)) return { kind: decisive };
  const rest = flat.filter((part) => part.kind !== neutral);
  const distinct = unique(kind === 'or' ? mergeMemberships(rest) : rest);
  const [only] = distinct;
  if (only === undefined) return { kind: neutral };
  return distinct.length === 1 ? only : { kind, of: distinct };
}

function unique(parts: readonly Condition[]): readonly Condition[] {
  return [...new Map(parts.map((part) => [conditionKey(part), part])).values()];
}

/** Joins tests of one field for one of several values, at the place of the first. */
function mergeMemberships(parts: readonly Condition[]): readonly Condition[] {
  const merged = new Map<string, Condition>();
  for (const [index, part] of parts.entries()) {
    if (!isMembership(part)) {
      merged.set(`part ${index}`, part);
      continue;
    }
    const key = canonicalJson([part.path, part.coerce, part.fold ?? false]);
    const before = merged.get(key);
    merged.set(key, before === undefined || !isMembership(before) ? part : union(before, part));
  }
  return [...merged.values()];
}

function isMembership(condition: Condition): condition is Membership {
  return (condition.kind === 'eq' || condition.kind === 'in') && condition.neg !== true;
}

function union(a: Membership, b: Membership): Condition {
  const { path, coerce, fold } = a;
  return { kind: 'in', path, values: [...valuesOf(a), ...valuesOf(b)], coerce, ...(fold === true && { fold }) };
}

function valuesOf(membership: Membership): readonly Scalar[] {
  return membership.kind === 'eq' ? [membership.value] : membership.values;
}
