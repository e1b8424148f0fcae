import { type FieldPath, recordPath } from '@trailhound/cloudtrail';
import type { Condition, Scalar } from '../../condition/condition.js';
import type { Excluded, Field, Match, NumericTerm, SpanOf } from './syntax.js';

/** The condition that a field's value is one of its list. Literals are looked up together. */
export function lowerField({ matches, at }: Field, path: FieldPath, spanOf: SpanOf): Condition {
  const span = spanOf(at);
  const literals = matches.flatMap((match): readonly Scalar[] => (match.kind === 'literal' ? [match.value] : []));
  const nets = matches.flatMap((match) => {
    return match.kind === 'address' ? [match.text] : match.kind === 'cidr' ? [match.net] : [];
  });
  const others = matches.flatMap((match): readonly Condition[] => {
    const condition = lowerMatch(match, path);
    return condition === undefined ? [] : [withSpan(condition, spanOf(match.at))];
  });
  const conditions: Condition[] = [
    ...(literals.length > 0 ? [withSpan(oneOf(path, literals), span)] : []),
    ...(nets.length > 0 ? [withSpan({ kind: 'cidr', path, nets }, span)] : []),
    ...others,
  ];
  const [only] = conditions;
  return only !== undefined && conditions.length === 1 ? only : withSpan({ kind: 'or', of: conditions }, span);
}

/** Whether the event has a single value at the path: objects and empty lists are none. */
export function isPresent(path: FieldPath): Condition {
  return { kind: 'exists', path, mode: 'leaf' };
}

export function isAbsent(path: FieldPath): Condition {
  return { kind: 'not', of: isPresent(path) };
}

/** Undefined for what is looked up together with the others of its kind. */
function lowerMatch(match: Match, path: FieldPath): Condition | undefined {
  switch (match.kind) {
    case 'literal':
    case 'address':
    case 'cidr':
      return undefined;
    case 'exactly':
      return { kind: 'eq', path, value: match.text, coerce: 'strict' };
    case 'equals-ignore-case':
      return { kind: 'eq', path, value: match.text, coerce: 'strict', fold: true };
    case 'prefix':
    case 'suffix':
      return { kind: match.kind, path, text: match.text, coerce: 'strict', ...(match.fold && { fold: true }) };
    case 'wildcard':
      return { kind: 'wildcard', path, glob: match.glob, coerce: 'strict' };
    case 'exists':
      return match.present ? isPresent(path) : isAbsent(path);
    case 'numeric':
      return lowerNumeric(match.terms, path);
    case 'anything-but':
      return lowerExcluded(match.excluded, path);
    default:
      return match satisfies never;
  }
}

/** Both bounds must hold for the same leaf. */
function lowerNumeric(terms: readonly NumericTerm[], path: FieldPath): Condition {
  const [only] = terms;
  if (only !== undefined && terms.length === 1) return { kind: 'num', path, ...only };
  return someLeaf(path, { kind: 'and', of: terms.map((term) => ({ kind: 'num', path: itself, ...term })) });
}

/** Some leaf, null too, is none of what is excluded. */
function lowerExcluded(excluded: Excluded, path: FieldPath): Condition {
  switch (excluded.kind) {
    case 'literal':
      return { ...oneOf(path, excluded.values), neg: true };
    case 'equals-ignore-case':
      return { ...oneOf(path, excluded.texts), fold: true, neg: true };
    case 'prefix':
    case 'suffix': {
      const { kind, texts } = excluded;
      return noneOf(path, texts, (at, text) => ({ kind, path: at, text, coerce: 'strict' }));
    }
    case 'wildcard':
      return noneOf(path, excluded.globs, (at, glob) => ({ kind: 'wildcard', path: at, glob, coerce: 'strict' }));
    default:
      return excluded satisfies never;
  }
}

type Negatable = Condition & { readonly kind: 'prefix' | 'suffix' | 'wildcard' };

function noneOf<T>(path: FieldPath, list: readonly T[], test: (path: FieldPath, item: T) => Negatable): Condition {
  const [only] = list;
  if (only !== undefined && list.length === 1) return { ...test(path, only), neg: true };
  const excluded: Condition = { kind: 'or', of: list.map((item) => test(itself, item)) };
  return someLeaf(path, { kind: 'and', of: [isPresent(itself), { kind: 'not', of: excluded }] });
}

/** The element of an array as a value, inside of an `elem`. */
const itself: FieldPath = recordPath();

function someLeaf(path: FieldPath, of: Condition): Condition {
  return { kind: 'elem', path, quantifier: 'any', of };
}

function oneOf(path: FieldPath, values: readonly Scalar[]): Condition & { readonly kind: 'eq' | 'in' } {
  const [only] = values;
  if (only !== undefined && values.length === 1) return { kind: 'eq', path, value: only, coerce: 'strict' };
  return { kind: 'in', path, values, coerce: 'strict' };
}

function withSpan(condition: Condition, span: Condition['span']): Condition {
  return span === undefined ? condition : { ...condition, span };
}
