import type { FieldPath } from '@trailhound/cloudtrail';
import { canonicalJson } from '@trailhound/contracts';
import type { Condition, JsonType } from '../../../condition/condition.js';

/** A test that asks only whether a field is there, or is an object. */
export type Guard = Condition & { readonly kind: 'exists' | 'type' };

export function isGuard(part: Condition): part is Guard {
  if (part.kind === 'exists') return part.mode === 'present' || part.mode === 'nonNull';
  return part.kind === 'type' && part.types.length === 1 && part.types[0] === 'object';
}

/** Whether `test`, where it holds, says what `guard` asks. Both are about explicit paths, which reach one value at most. */
export function implies(test: Condition, guard: Guard): boolean {
  const found = reached(test);
  if (found === undefined || !startsWith(found.path, guard.path)) return false;
  const next = found.path.segments[guard.path.segments.length];
  if (next !== undefined) return guard.kind === 'exists' || typeof next === 'string';
  return guard.kind === 'exists' && (guard.mode === 'present' || !found.mayBeNull);
}

/** Whether two tests never hold together: a field that is missing has no value, and a value has one type. */
export function excludes(a: Condition, b: Condition): boolean {
  return excludesOneWay(a, b) || excludesOneWay(b, a);
}

function excludesOneWay(test: Condition, denial: Condition): boolean {
  const denied = deniedGuard(denial);
  if (denied !== undefined) return implies(test, denied) || isSame(test, denied);
  if (denial.kind !== 'type') return false;
  const found = typed(test) ?? reached(test);
  if (found === undefined || !startsWith(found.path, denial.path)) return false;
  const next = found.path.segments[denial.path.segments.length];
  if (next !== undefined) return !denial.types.includes(typeof next === 'string' ? 'object' : 'array');
  return 'types' in found && !found.types.some((type) => denial.types.includes(type));
}

/** What a negative test says is not so. */
function deniedGuard(denial: Condition): Guard | undefined {
  if (denial.kind === 'not') return isGuard(denial.of) ? denial.of : undefined;
  if (denial.kind !== 'isNull' || denial.mode !== 'missingOrNull') return undefined;
  return { kind: 'exists', path: denial.path, mode: 'nonNull' };
}

function isSame(test: Condition, guard: Guard): boolean {
  return (
    test.kind === 'exists' && guard.kind === 'exists' && test.mode === guard.mode && isSamePath(test.path, guard.path)
  );
}

/** The types the value at its path has for a test to hold; undefined where they are not known. */
function typed(test: Condition): { readonly path: FieldPath; readonly types: readonly JsonType[] } | undefined {
  switch (test.kind) {
    case 'type':
      return test;
    case 'prefix':
    case 'suffix':
    case 'contains':
    case 'order':
      return { path: test.path, types: ['string'] };
    case 'num':
      return { path: test.path, types: ['number'] };
    default:
      return undefined;
  }
}

/** The path a test must find something at to hold; undefined for tests that hold without. */
function reached(test: Condition): { readonly path: FieldPath; readonly mayBeNull: boolean } | undefined {
  switch (test.kind) {
    case 'exists':
      return { path: test.path, mayBeNull: test.mode === 'present' || test.mode === 'leaf' };
    case 'eq':
      return { path: test.path, mayBeNull: test.value === null };
    case 'in':
      return { path: test.path, mayBeNull: test.values.includes(null) };
    case 'type':
      return { path: test.path, mayBeNull: test.types.includes('null') };
    case 'isNull':
      return test.mode === 'explicit' ? { path: test.path, mayBeNull: true } : undefined;
    case 'elem':
      return test.quantifier === 'any' ? { path: test.path, mayBeNull: false } : undefined;
    case 'prefix':
    case 'suffix':
    case 'contains':
    case 'num':
    case 'order':
      return { path: test.path, mayBeNull: false };
    default:
      return undefined;
  }
}

function startsWith(path: FieldPath, start: FieldPath): boolean {
  if (path.root !== start.root || path.segments.length < start.segments.length) return false;
  return canonicalJson(path.segments.slice(0, start.segments.length)) === canonicalJson(start.segments);
}

function isSamePath(a: FieldPath, b: FieldPath): boolean {
  return a.segments.length === b.segments.length && startsWith(a, b);
}
