import type { Condition } from '../../../condition/condition.js';
import { conditionKey } from '../../../condition/condition-key.js';
import { negateCondition } from '../../../condition/simplify-condition.js';
import { excludes, implies, isGuard } from './implications.js';

/** Conditions of more tests than this are not put together; people write some dozens. */
export const maxTests = 4_000;

/** Ends the reading of a rule whose condition would grow beyond all use; the caller of the lowering catches it. */
export class ConditionTooLarge extends Error {}

type Kind = 'and' | 'or';

/** All of these hold. */
export function allOf(...parts: readonly Condition[]): Condition {
  return join('and', parts);
}

/** Some of these hold. */
export function anyOf(...parts: readonly Condition[]): Condition {
  return join('or', parts);
}

/** The condition that holds exactly where this one does not. */
export function negate(condition: Condition): Condition {
  const known = negations.get(condition);
  if (known !== undefined) return known;
  const of = negateCondition(condition);
  const negation = of.kind === 'and' || of.kind === 'or' ? join(of.kind, of.of) : of;
  negations.set(condition, negation);
  return negation;
}

const negations = new WeakMap<Condition, Condition>();

/**
 * Joins conditions and leaves out what the others say already: `a and (a or b)` is `a`, `a and (not a or b)` is
 * `a and b`, the same for `or`, and what is tested need not be asked to be there.
 */
function join(kind: Kind, parts: readonly Condition[]): Condition {
  const [neutral, decisive] = kind === 'and' ? (['true', 'false'] as const) : (['false', 'true'] as const);
  const flat = unique(parts.flatMap((part) => (part.kind === kind ? part.of : [part]))).filter(
    (part) => part.kind !== neutral,
  );
  if (flat.length === 0) return { kind: neutral };
  const [only] = flat;
  if (only !== undefined && flat.length === 1) return only;
  const said = new Set(flat.map(conditionKey));
  const denied = new Set(flat.map((part) => conditionKey(negate(part))));
  if (flat.some((part) => part.kind === decisive || denied.has(conditionKey(part)))) return { kind: decisive };
  const other: Kind = kind === 'and' ? 'or' : 'and';
  const rest = flat.flatMap((part): readonly Condition[] => {
    if (part.kind !== other) return [part];
    if (part.of.some((inner) => said.has(conditionKey(inner)))) return [];
    const open = part.of.filter((inner) => !denied.has(conditionKey(inner)));
    return [open.length < part.of.length ? join(other, open) : part];
  });
  if (rest.length < flat.length || rest.some((part, index) => part !== flat[index])) return join(kind, rest);
  return kind === 'and' ? joinGuards(flat) : bounded({ kind, of: flat });
}

function joinGuards(parts: readonly Condition[]): Condition {
  const needed = parts.filter(
    (part) => !isGuard(part) || !parts.some((other) => other !== part && implies(other, part)),
  );
  const tests = needed.slice(0, maxCompared);
  const isNever = tests.some((part, index) => tests.slice(index + 1).some((other) => excludes(part, other)));
  if (isNever) return { kind: 'false' };
  const [only] = needed;
  return only !== undefined && needed.length === 1 ? only : bounded({ kind: 'and', of: needed });
}

/** Parts of one `and` that are compared with one another. */
const maxCompared = 40;

function unique(parts: readonly Condition[]): readonly Condition[] {
  return [...new Map(parts.map((part) => [conditionKey(part), part])).values()];
}

const weights = new WeakMap<Condition, number>();

function bounded(condition: Condition): Condition {
  weightOf(condition);
  return condition;
}

function weightOf(condition: Condition): number {
  if (condition.kind === 'not' || condition.kind === 'elem') return 1 + weightOf(condition.of);
  if (condition.kind !== 'and' && condition.kind !== 'or') return 1;
  const known = weights.get(condition);
  if (known !== undefined) return known;
  const weight = condition.of.reduce((sum, part) => sum + weightOf(part), 1);
  if (weight > maxTests) throw new ConditionTooLarge();
  weights.set(condition, weight);
  return weight;
}
