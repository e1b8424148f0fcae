import type { FieldPath } from '@trailhound/cloudtrail';
import type { Condition, Scalar, Span } from '../../condition/condition.js';
import type { LeafCondition } from '../../condition/leaf-test.js';
import { leafNumber } from '../../condition/leaf-text.js';
import { bindMany } from '../kit/placeholder.js';
import type { ProblemList } from '../kit/problem-list.js';
import type { NamedValues } from '../language.js';
import type { FilterPattern, Selector, ValueNode } from './syntax.js';

/** The condition a filter pattern means. A field that is absent, null, an array or an object satisfies no comparison. */
export function lowerPattern(pattern: FilterPattern, values: NamedValues, problems: ProblemList): Condition {
  const { span } = pattern;
  switch (pattern.kind) {
    case 'and':
    case 'or':
      return { kind: pattern.kind, of: pattern.of.map((part) => lowerPattern(part, values, problems)), span };
    case 'compare': {
      const path = pathOf(pattern.selector);
      const test = testOf(path, pattern.value, values, problems);
      return pattern.op === '=' ? equal(path, test, span) : unequal(path, test, span);
    }
    case 'number':
      return { kind: 'num', path: pathOf(pattern.selector), op: pattern.op, value: pattern.value, span };
    case 'is': {
      const path = pathOf(pattern.selector);
      if (pattern.value === null) return { kind: 'isNull', path, mode: 'explicit', span };
      return { kind: 'eq', path, value: pattern.value, coerce: 'strict', span };
    }
    case 'exists': {
      const found: Condition = { kind: 'exists', path: pathOf(pattern.selector), mode: 'present', span };
      return pattern.negated ? { kind: 'not', of: found, span } : found;
    }
    case 'broken':
      return { kind: 'false', span };
    default:
      return pattern satisfies never;
  }
}

function pathOf({ segments }: Selector): FieldPath {
  return { root: 'record', segments, arrays: 'explicit', keyCase: 'exact', flattenDots: false };
}

/** The test of a value; `any` passes every value that is no array, no object and not null. */
function testOf(
  path: FieldPath,
  value: ValueNode,
  values: NamedValues,
  problems: ProblemList,
): LeafCondition | 'any' | 'none' {
  switch (value.kind) {
    case 'text':
      return textTest(path, value.text);
    case 'regex':
      return { kind: 'regex', path, source: value.source, flags: '', anchor: 'search', coerce: 'strict' };
    case 'named': {
      const bound = bindMany(value, values, problems);
      return bound === undefined ? 'none' : oneOf(path, bound.flatMap(spellings));
    }
    default:
      return value satisfies never;
  }
}

/** `*` at the start and at the end stands for any text; anywhere else it is a star. */
function textTest(path: FieldPath, text: string): LeafCondition | 'any' {
  if (/^\*+$/.test(text)) return 'any';
  const isSuffix = text.startsWith('*');
  const isPrefix = text.endsWith('*');
  const inner = text.slice(isSuffix ? 1 : 0, isPrefix ? -1 : undefined);
  if (isSuffix && isPrefix) return { kind: 'contains', path, text: inner, coerce: 'strict' };
  if (isSuffix) return { kind: 'suffix', path, text: inner, coerce: 'strict' };
  if (isPrefix) return { kind: 'prefix', path, text: inner, coerce: 'strict' };
  return oneOf(path, spellings(text));
}

/** A value that spells a number equals that number and that text. */
function spellings(value: string | number | boolean): readonly Scalar[] {
  if (typeof value === 'boolean') return [value];
  const number = leafNumber(value);
  if (number === undefined || (Number.isInteger(number) && !Number.isSafeInteger(number))) return [value];
  return [String(value), number];
}

function oneOf(path: FieldPath, values: readonly Scalar[]): LeafCondition {
  const [only] = values;
  if (only !== undefined && values.length === 1) return { kind: 'eq', path, value: only, coerce: 'strict' };
  return { kind: 'in', path, values, coerce: 'strict' };
}

function equal(path: FieldPath, test: LeafCondition | 'any' | 'none', span: Span): Condition {
  if (test === 'none') return { kind: 'false', span };
  if (test === 'any') return { kind: 'and', of: [isSingle(path), isKnown(path)], span };
  return { ...test, span };
}

function unequal(path: FieldPath, test: LeafCondition | 'any' | 'none', span: Span): Condition {
  if (test === 'none' || test === 'any') return { kind: 'false', span };
  return { kind: 'and', of: [{ ...test, neg: true, span }, isKnown(path)], span };
}

function isSingle(path: FieldPath): Condition {
  return { kind: 'exists', path, mode: 'leaf' };
}

function isKnown(path: FieldPath): Condition {
  return { kind: 'exists', path, mode: 'nonNull' };
}
