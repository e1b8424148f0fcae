import type { Scalar } from '../../../condition/condition.js';
import type { CompareOp } from '../python/syntax.js';

/** Python's truth of a constant. */
export function isTruthy(value: Scalar): boolean {
  return value !== null && value !== '' && value !== 0 && value !== false;
}

/** The JSON scalars that are equal to a constant in Python, where `True == 1` and `False == 0`. */
export function equalScalars(value: Scalar): readonly Scalar[] {
  if (value === true || value === 1) return [true, 1];
  if (value === false || value === 0) return [false, 0];
  return [value];
}

/** `a == b` of two constants. */
export function areEqual(a: Scalar, b: Scalar): boolean {
  return equalScalars(a).includes(b);
}

/** `a < b` and its kin; undefined where Python raises TypeError. */
export function compareScalars(op: CompareOp & ('<' | '<=' | '>' | '>='), a: Scalar, b: Scalar): boolean | undefined {
  const [left, right] = [asComparable(a), asComparable(b)];
  if (left === undefined || right === undefined || typeof left !== typeof right) return undefined;
  switch (op) {
    case '<':
      return left < right;
    case '<=':
      return left <= right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    default:
      return op satisfies never;
  }
}

function asComparable(value: Scalar): string | number | undefined {
  return typeof value === 'boolean' ? Number(value) : (value ?? undefined);
}
