import { every, type FieldPath } from '@trailhound/cloudtrail';
import type { Condition, Scalar, Span } from '../../../condition/condition.js';
import { allOf, anyOf, negate } from './combine.js';
import { areEqual, compareScalars, equalScalars, isTruthy } from './constants.js';
import { isFalse, isTrue, plainTruth, type Raise, type Truth } from './truth.js';
import { type Atom, describeAtom } from './value.js';

type FieldAtom = Atom & { readonly kind: 'field' | 'cased' };
type Order = '<' | '<=' | '>' | '>=';

/** What Python takes for true: not None, False, 0, nor an empty text, list or dict. */
export function truthOfAtom(atom: Atom): Truth {
  switch (atom.kind) {
    case 'constant':
      return isTruthy(atom.value) ? isTrue : isFalse;
    case 'list':
      return atom.items.length > 0 ? isTrue : isFalse;
    case 'dict':
      return atom.entries.size > 0 ? isTrue : isFalse;
    case 'event':
      return isTrue;
    case 'cased':
      return plainTruth({ kind: 'exists', path: atom.path, mode: 'nonEmpty' });
    case 'field': {
      const { path } = atom;
      const zero: Condition = { kind: 'in', path, values: [false, 0], coerce: 'strict' };
      return plainTruth(allOf({ kind: 'exists', path, mode: 'nonEmpty' }, { kind: 'not', of: zero }));
    }
    default:
      return atom satisfies never;
  }
}

/** `atom == value` for a constant. */
export function equalsConstant(atom: Atom, value: Scalar): Truth {
  switch (atom.kind) {
    case 'constant':
      return areEqual(atom.value, value) ? isTrue : isFalse;
    case 'field':
    case 'cased':
      return plainTruth(oneOf(atom, [value]));
    case 'list':
    case 'dict':
    case 'event':
      return isFalse;
    default:
      return atom satisfies never;
  }
}

/** The field is equal to one of the constants. */
export function oneOf(atom: FieldAtom, values: readonly Scalar[]): Condition {
  const { path } = atom;
  if (atom.kind === 'cased') {
    const texts = values.filter((value) => typeof value === 'string' && inCase(value, atom.to) === value);
    if (texts.length === 0) return { kind: 'false' };
    const [only] = texts;
    if (texts.length === 1 && only !== undefined) {
      return { kind: 'eq', path, value: only, coerce: 'strict', fold: true };
    }
    return { kind: 'in', path, values: texts, coerce: 'strict', fold: true };
  }
  const scalars = [...new Set(values.flatMap(equalScalars))];
  const [only] = scalars;
  if (only === undefined) return { kind: 'false' };
  if (scalars.length > 1) return { kind: 'in', path, values: scalars, coerce: 'strict' };
  return only === null
    ? { kind: 'isNull', path, mode: 'explicit' }
    : { kind: 'eq', path, value: only, coerce: 'strict' };
}

/** `a == b` of two fields. Two lists or two dicts cannot be compared: that is an error. */
export function equalFields(a: FieldAtom, b: FieldAtom, span: Span): Truth {
  const texts = allOf(isType(a.path, 'string'), isType(b.path, 'string'), {
    kind: 'cmpField',
    left: a.path,
    op: '=',
    right: b.path,
    ...(a.kind === 'cased' && b.kind === 'cased' && { fold: true }),
  });
  const numbers = allOf(isType(a.path, 'number'), isType(b.path, 'number'), {
    kind: 'cmpField',
    left: a.path,
    op: '=',
    right: b.path,
  });
  const same = [true, false, null].map((value) => allOf(oneOf(asField(a), [value]), oneOf(asField(b), [value])));
  const containers = ['array', 'object'] as const;
  const when = anyOf(...containers.map((type) => allOf(isType(a.path, type), isType(b.path, type))));
  const why = `${describeAtom(a)} and ${describeAtom(b)} are both lists or both dicts`;
  return { holds: anyOf(texts, numbers, ...same), raises: [{ when, why, span }] };
}

/** `atom is None`, `is True`, `is False`. */
export function isConstant(atom: Atom, value: boolean | null): Truth {
  if (atom.kind === 'constant') return atom.value === value ? isTrue : isFalse;
  if (atom.kind !== 'field') return isFalse;
  const { path } = atom;
  return plainTruth(
    value === null ? { kind: 'isNull', path, mode: 'explicit' } : { kind: 'eq', path, value, coerce: 'strict' },
  );
}

/** `atom < value` and its kin for a constant on the right. */
export function orderedAgainst(atom: Atom, op: Order, value: Scalar, span: Span): Truth {
  const why = `${describeAtom(atom)} cannot be compared with ${JSON.stringify(value)} by ${op}`;
  const impossible: Truth = raising({ kind: 'true' }, why, span);
  if (value === null) return impossible;
  switch (atom.kind) {
    case 'constant': {
      const holds = compareScalars(op, atom.value, value);
      return holds === undefined ? impossible : holds ? isTrue : isFalse;
    }
    case 'field':
      return typeof value === 'string'
        ? textOrder(atom.path, op, value, why, span)
        : numberOrder(atom.path, op, Number(value), why, span);
    case 'cased':
    case 'list':
    case 'dict':
    case 'event':
      return impossible;
    default:
      return atom satisfies never;
  }
}

function textOrder(path: FieldPath, op: Order, value: string, why: string, span: Span): Truth {
  const raises: readonly Raise[] = [{ when: negate(isType(path, 'string')), why, span }];
  return { holds: { kind: 'order', path, op, value }, raises };
}

function numberOrder(path: FieldPath, op: Order, value: number, why: string, span: Span): Truth {
  // True and False are numbers in Python.
  const booleans = [true, false]
    .filter((one) => compareScalars(op, one, value) === true)
    .map((one): Condition => ({ kind: 'eq', path, value: one, coerce: 'strict' }));
  const when: Condition = { kind: 'not', of: { kind: 'type', path, types: ['number', 'boolean'] } };
  return { holds: anyOf({ kind: 'num', path, op, value }, ...booleans), raises: [{ when, why, span }] };
}

/** `value in atom`: part of a text, element of a list or key of a dict. */
export function containsConstant(atom: Atom, value: Scalar, span: Span): Truth {
  const why = `${describeAtom(atom)} holds nothing that ${JSON.stringify(value)} could be in`;
  switch (atom.kind) {
    case 'constant':
      if (typeof atom.value !== 'string' || typeof value !== 'string') return raising({ kind: 'true' }, why, span);
      return atom.value.includes(value) ? isTrue : isFalse;
    case 'dict':
      return typeof value === 'string' && atom.entries.has(value) ? isTrue : isFalse;
    case 'cased':
      if (typeof value !== 'string') return raising({ kind: 'true' }, why, span);
      return textTest(atom, 'contains', value);
    case 'field':
      return fieldContains(atom.path, value, why, span);
    case 'list':
    case 'event':
      return isFalse;
    default:
      return atom satisfies never;
  }
}

function fieldContains(path: FieldPath, value: Scalar, why: string, span: Span): Truth {
  const element: FieldAtom = { kind: 'field', path: { ...path, segments: [...path.segments, every] } };
  const held: Condition[] = [oneOf(element, [value])];
  const containers =
    typeof value === 'string' ? (['string', 'array', 'object'] as const) : (['array', 'object'] as const);
  if (typeof value === 'string') {
    held.push({ kind: 'contains', path, text: value, coerce: 'strict' });
    const member = { ...path, segments: [...path.segments, value] };
    if (value !== '') held.push({ kind: 'exists', path: member, mode: 'present' });
  }
  const when: Condition = { kind: 'not', of: { kind: 'type', path, types: containers } };
  return { holds: anyOf(...held), raises: [{ when, why, span }] };
}

/** `atom.startswith(text)`, `atom.endswith(text)`. */
export function affixed(atom: Atom, kind: 'prefix' | 'suffix', text: string, span: Span): Truth {
  const method = kind === 'prefix' ? 'startswith' : 'endswith';
  const why = `${describeAtom(atom)} is no text, so it has no ${method}`;
  switch (atom.kind) {
    case 'constant':
      if (typeof atom.value !== 'string') return raising({ kind: 'true' }, why, span);
      return (kind === 'prefix' ? atom.value.startsWith(text) : atom.value.endsWith(text)) ? isTrue : isFalse;
    case 'cased':
      return textTest(atom, kind, text);
    case 'field': {
      const { path } = atom;
      const when = negate(isType(path, 'string'));
      return { holds: { kind, path, text, coerce: 'strict' }, raises: [{ when, why, span }] };
    }
    case 'list':
    case 'dict':
    case 'event':
      return raising({ kind: 'true' }, why, span);
    default:
      return atom satisfies never;
  }
}

function textTest(
  atom: Atom & { readonly kind: 'cased' },
  kind: 'prefix' | 'suffix' | 'contains',
  text: string,
): Truth {
  if (inCase(text, atom.to) !== text) return isFalse;
  return plainTruth({ kind, path: atom.path, text, coerce: 'strict', fold: true });
}

/** A text as `lower()` or `upper()` makes it. */
export function inCase(text: string, to: 'lower' | 'upper'): string {
  return to === 'lower' ? text.toLowerCase() : text.toUpperCase();
}

export function isType(path: FieldPath, type: 'string' | 'number' | 'array' | 'object'): Condition {
  return { kind: 'type', path, types: [type] };
}

export function raising(when: Condition, why: string, span: Span): Truth {
  return { holds: { kind: 'false' }, raises: [{ when, why, span }] };
}

function asField({ path }: FieldAtom): FieldAtom {
  return { kind: 'field', path };
}
