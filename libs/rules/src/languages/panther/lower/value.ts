import { type FieldPath, formatPath } from '@trailhound/cloudtrail';
import type { Condition, Scalar } from '../../../condition/condition.js';
import { allOf } from './combine.js';
import { type Raise, raisesUnder, withoutRaise } from './truth.js';

/** What a Python value is known to be. */
export type Atom =
  | { readonly kind: 'constant'; readonly value: Scalar }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'dict'; readonly entries: ReadonlyMap<string, Value> }
  /** The value at a path; there is one. */
  | { readonly kind: 'field'; readonly path: FieldPath }
  /** The text at a path in one case; there is one. */
  | { readonly kind: 'cased'; readonly path: FieldPath; readonly to: 'lower' | 'upper' }
  /** The record itself. */
  | { readonly kind: 'event' };

export interface Alternative {
  readonly when: Condition;
  readonly atom: Atom;
}

/** A value as the cases it may be: exactly one of them holds, or one of `raises` does. */
export interface Value {
  readonly cases: readonly Alternative[];
  readonly raises: readonly Raise[];
}

const always: Condition = { kind: 'true' };

export function constantValue(value: Scalar): Value {
  return atomValue({ kind: 'constant', value });
}

export function atomValue(atom: Atom): Value {
  return { cases: [{ when: always, atom }], raises: [] };
}

/** The value where `when` holds, as cases to be joined with those of the rest. */
export function valueUnder(when: Condition, { cases, raises }: Value): Value {
  return {
    cases: cases.map((one) => ({ ...one, when: allOf(when, one.when) })).filter((one) => one.when.kind !== 'false'),
    raises: raisesUnder(when, raises),
  };
}

/** A value that is reached only where nothing of `before` is raised. */
export function valueAfter(before: readonly Raise[], value: Value): Value {
  if (before.length === 0) return value;
  const { cases, raises } = valueUnder(withoutRaise(before), value);
  return { cases, raises: [...before, ...raises] };
}

export function joinValues(values: readonly Value[]): Value {
  return { cases: values.flatMap(({ cases }) => cases), raises: values.flatMap(({ raises }) => raises) };
}

/** What a value is made into, case by case. */
export function mapValue(value: Value, map: (atom: Atom) => Value): Value {
  const mapped = joinValues(value.cases.map(({ when, atom }) => valueUnder(when, map(atom))));
  return { cases: mapped.cases, raises: [...value.raises, ...mapped.raises] };
}

/** The value at a path, or `otherwise` where there is none; null counts as none where `nullIsMissing`. */
export function fieldOr(path: FieldPath, otherwise: Value, nullIsMissing: boolean): Value {
  const present: Condition = { kind: 'exists', path, mode: nullIsMissing ? 'nonNull' : 'present' };
  const absent: Condition = nullIsMissing
    ? { kind: 'isNull', path, mode: 'missingOrNull' }
    : { kind: 'not', of: present };
  return joinValues([valueUnder(present, atomValue({ kind: 'field', path })), valueUnder(absent, otherwise)]);
}

/** Whether a value is the same for every record. */
export function isConstantValue({ cases, raises }: Value): boolean {
  return raises.length === 0 && cases.every(({ when, atom }) => when.kind === 'true' && atom.kind === 'constant');
}

/** A value as messages name it. */
export function describeAtom(atom: Atom): string {
  switch (atom.kind) {
    case 'constant':
      return atom.value === null ? 'None' : JSON.stringify(atom.value);
    case 'list':
      return 'a list';
    case 'dict':
      return 'a dict';
    case 'field':
    case 'cased':
      return formatPath(atom.path) === '' ? 'the element' : formatPath(atom.path);
    case 'event':
      return 'the event';
    default:
      return atom satisfies never;
  }
}
