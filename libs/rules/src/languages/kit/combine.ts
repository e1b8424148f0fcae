import type { Condition, Span } from '../../condition/condition.js';

export const never: Condition = { kind: 'false' };
export const always: Condition = { kind: 'true' };

/** All parts; constants are left out, so that an expression that cannot fail stays as it was written. */
export function all(parts: readonly Condition[], span?: Span): Condition {
  return joined('and', parts, span);
}

/** Some part. */
export function some(parts: readonly Condition[], span?: Span): Condition {
  return joined('or', parts, span);
}

export function negated(of: Condition, span?: Span): Condition {
  if (of.kind === 'true') return never;
  if (of.kind === 'false') return always;
  return { kind: 'not', of, ...(span && { span }) };
}

function joined(kind: 'and' | 'or', parts: readonly Condition[], span: Span | undefined): Condition {
  const [decisive, neutral] = kind === 'and' ? [never, always] : [always, never];
  if (parts.some((part) => part.kind === decisive.kind)) return decisive;
  const rest = parts.filter((part) => part.kind !== neutral.kind);
  const [only] = rest;
  if (only === undefined) return neutral;
  return rest.length === 1 ? only : { kind, of: rest, ...(span && { span }) };
}
