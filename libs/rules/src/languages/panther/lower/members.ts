import type { FieldPath } from '@trailhound/cloudtrail';
import type { Condition, Span } from '../../../condition/condition.js';
import type { Expression } from '../python/syntax.js';
import { inCase, isType, truthOfAtom } from './atom-tests.js';
import { allOf, negate } from './combine.js';
import type { Lowering } from './lowering.js';
import { eventPath, type Where } from './scope.js';
import { orTruth, type Truth } from './truth.js';
import {
  type Atom,
  atomValue,
  constantValue,
  describeAtom,
  fieldOr,
  joinValues,
  mapValue,
  type Value,
  valueAfter,
  valueUnder,
} from './value.js';

const none = constantValue(null);

/** `receiver.get(key, otherwise)`. */
export function getMember(atom: Atom, key: string, otherwise: Value, span: Span, where: Where): Value {
  const why = `${describeAtom(atom)} is no dict, so it has no get`;
  switch (atom.kind) {
    case 'event':
      return fieldOr(eventPath(where.depth, [key]), otherwise, false);
    case 'dict':
      return atom.entries.get(key) ?? otherwise;
    case 'field': {
      const isObject = isType(atom.path, 'object');
      const member = fieldOr(memberOf(atom.path, key), otherwise, false);
      return joinValues([valueUnder(isObject, member), raisingValue(negate(isObject), why, span)]);
    }
    case 'constant':
    case 'list':
    case 'cased':
      return raisingValue({ kind: 'true' }, why, span);
    default:
      return atom satisfies never;
  }
}

/** `receiver["key"]`, `receiver[0]`. */
export function itemOf(atom: Atom, key: string | number, span: Span, where: Where): Value {
  const why = `${describeAtom(atom)} has no item ${JSON.stringify(key)}`;
  switch (atom.kind) {
    case 'event':
    case 'field': {
      const path = atom.kind === 'field' ? memberOf(atom.path, key) : eventPath(where.depth, [key]);
      const present: Condition = { kind: 'exists', path, mode: 'present' };
      return joinValues([
        valueUnder(present, atomValue({ kind: 'field', path })),
        raisingValue({ kind: 'not', of: present }, why, span),
      ]);
    }
    case 'dict':
      return (typeof key === 'string' ? atom.entries.get(key) : undefined) ?? raisingValue({ kind: 'true' }, why, span);
    case 'list':
      return (typeof key === 'number' ? atom.items[key] : undefined) ?? raisingValue({ kind: 'true' }, why, span);
    case 'constant':
    case 'cased':
      return raisingValue({ kind: 'true' }, why, span);
    default:
      return atom satisfies never;
  }
}

/** `deep_get(receiver, "a", "b", default=…)`: never raises; null counts as missing. */
export function deepGet(
  receiver: Value,
  names: readonly Expression[],
  otherwise: Value,
  span: Span,
  where: Where,
  lowering: Lowering,
): Value {
  const keys = names.map((name) => constantText(lowering.value(name, where)));
  const known = keys.filter((key) => key !== undefined);
  if (known.length !== keys.length || keys.length === 0) {
    lowering.refusals.construct('deep_get with anything but constant names', span);
    return none;
  }
  const fallback = otherwise;
  const found = mapValue(receiver, (atom) => {
    if (atom.kind === 'event') return fieldOr(eventPath(where.depth, known), fallback, true);
    if (atom.kind !== 'field') {
      if (atom.kind !== 'dict') return fallback;
      lowering.refusals.construct('deep_get of a dict of the file', span, 'write get');
      return none;
    }
    return fieldOr({ ...atom.path, segments: [...atom.path.segments, ...known] }, fallback, true);
  });
  return valueAfter(otherwise.raises, found);
}

/** `receiver.lower()`, `receiver.upper()`. */
export function cased(atom: Atom, to: 'lower' | 'upper', span: Span): Value {
  const why = `${describeAtom(atom)} is no text, so it has no ${to}`;
  if (atom.kind === 'constant' && typeof atom.value === 'string') return constantValue(inCase(atom.value, to));
  if (atom.kind === 'cased') return atomValue({ ...atom, to });
  if (atom.kind !== 'field') return raisingValue({ kind: 'true' }, why, span);
  const isText = isType(atom.path, 'string');
  return joinValues([
    valueUnder(isText, atomValue({ kind: 'cased', path: atom.path, to })),
    raisingValue(negate(isText), why, span),
  ]);
}

export function raisingValue(when: Condition, why: string, span: Span): Value {
  return { cases: [], raises: [{ when, why, span }] };
}

/** The truth of a value that is known case by case. */
export function truthOfValue({ cases, raises }: Value): Truth {
  const each = cases.map(({ when, atom }) => ({ holds: allOf(when, truthOfAtom(atom).holds), raises: [] }));
  return { holds: orTruth(each).holds, raises };
}

/** The text a value is known to be. */
export function constantText({ cases: [only, ...others], raises }: Value): string | undefined {
  if (only === undefined || others.length > 0 || raises.length > 0 || only.atom.kind !== 'constant') return undefined;
  return typeof only.atom.value === 'string' ? only.atom.value : undefined;
}

function memberOf(path: FieldPath, key: string | number): FieldPath {
  return { ...path, segments: [...path.segments, key] };
}
