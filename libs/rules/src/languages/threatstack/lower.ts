import type { Condition, LeafPath, NumberOp, Scalar, Span } from '../../condition/condition.js';
import { parseGlob } from '../../condition/glob.js';
import type { LeafCondition } from '../../condition/leaf-test.js';
import { leafNumber } from '../../condition/leaf-text.js';
import { bindMany, bindOne, type ScalarValue } from '../kit/placeholder.js';
import type { ProblemList } from '../kit/problem-list.js';
import type { NamedValues } from '../language.js';
import type { FieldAlias } from './aliases.js';
import { fieldOf, isFieldMissing, isFieldPresent, testField } from './lower-field.js';
import type { CompareOp, Filter, ValueNode } from './syntax.js';

type LeafTestOf = (path: LeafPath) => LeafCondition;

/**
 * The condition a filter means. What cannot be meant (a list where one value is needed, `< null`) is added to the
 * problems and stands as `false`.
 */
export function lowerFilter(filter: Filter, values: NamedValues, problems: ProblemList): Condition {
  const { span } = filter;
  switch (filter.kind) {
    case 'and':
    case 'or':
      return { kind: filter.kind, of: filter.of.map((part) => lowerFilter(part, values, problems)), span };
    case 'not':
      return { kind: 'not', of: lowerFilter(filter.of, values, problems), span };
    case 'compare': {
      const value = boundValue(filter.value, values, problems);
      if (value === undefined) return { kind: 'false', span };
      return comparison(fieldOf(filter.path), filter.op, value, { span, valueSpan: filter.value.span, problems });
    }
    case 'in': {
      const found = membership(fieldOf(filter.path), boundList(filter.values, values, problems), span);
      return filter.negated ? { kind: 'not', of: found, span } : found;
    }
    case 'broken':
      return { kind: 'false', span };
    default:
      return filter satisfies never;
  }
}

interface Where {
  readonly span: Span;
  readonly valueSpan: Span;
  readonly problems: ProblemList;
}

function comparison(field: FieldAlias, op: CompareOp, value: Scalar, where: Where): Condition {
  const { span } = where;
  const negated = (of: Condition): Condition => ({ kind: 'not', of, span });
  switch (op) {
    case '=':
      return equality(field, value, span);
    case '!=':
      return value === null ? isFieldPresent(field, span) : negated(equality(field, value, span));
    case '<':
    case '<=':
    case '>':
    case '>=':
      if (value === null || typeof value === 'boolean') return refuse(op, value, 'a number or a text', where);
      return testField(field, ordering(op, value), span);
    case 'starts_with':
    case 'ends_with':
    case 'contains':
    case 'like':
    case 'not like': {
      if (value === null) return refuse(op, value, 'a text', where);
      const found = testField(field, textTest(op, String(value)), span);
      return op === 'not like' ? negated(found) : found;
    }
    default:
      return op satisfies never;
  }
}

function equality(field: FieldAlias, value: Scalar, span: Span): Condition {
  if (value === null) return isFieldMissing(field, span);
  const coerce = typeof value === 'number' ? 'num' : 'text';
  return testField(field, (path) => ({ kind: 'eq', path, value, coerce }), span);
}

/** Numbers and texts that spell one compare as numbers, other texts by their characters. */
function ordering(op: NumberOp & ('<' | '<=' | '>' | '>='), value: string | number): LeafTestOf {
  const number = leafNumber(value);
  if (number !== undefined) return (path) => ({ kind: 'num', path, op, value: number, coerce: 'num' });
  return (path) => ({ kind: 'order', path, op, value: String(value) });
}

function textTest(op: 'starts_with' | 'ends_with' | 'contains' | 'like' | 'not like', text: string): LeafTestOf {
  if (op === 'starts_with') return (path) => ({ kind: 'prefix', path, text });
  if (op === 'ends_with') return (path) => ({ kind: 'suffix', path, text });
  if (op === 'contains') return (path) => ({ kind: 'contains', path, text });
  if (/[%_]/.test(text)) return (path) => ({ kind: 'wildcard', path, glob: parseGlob(text, '%', '_') });
  if (/[*?]/.test(text)) return (path) => ({ kind: 'wildcard', path, glob: parseGlob(text) });
  return (path) => ({ kind: 'contains', path, text });
}

function membership(field: FieldAlias, values: readonly Scalar[], span: Span): Condition {
  const texts = values.filter((value) => typeof value === 'string' || typeof value === 'boolean');
  const numbers = values.filter((value) => typeof value === 'number');
  const parts: Condition[] = [];
  if (texts.length > 0)
    parts.push(testField(field, (path) => ({ kind: 'in', path, values: texts, coerce: 'text' }), span));
  if (numbers.length > 0) {
    parts.push(testField(field, (path) => ({ kind: 'in', path, values: numbers, coerce: 'num' }), span));
  }
  if (values.includes(null)) parts.push(isFieldMissing(field, span));
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : { kind: 'or', of: parts, span };
}

function boundList(nodes: readonly ValueNode[], values: NamedValues, problems: ProblemList): readonly Scalar[] {
  return nodes.flatMap((node): readonly Scalar[] => {
    if (node.kind !== 'named') return [literal(node)];
    return bindMany(node, values, problems) ?? [];
  });
}

function boundValue(node: ValueNode, values: NamedValues, problems: ProblemList): Scalar | ScalarValue | undefined {
  return node.kind === 'named' ? bindOne(node, values, problems) : literal(node);
}

function literal(node: Exclude<ValueNode, { readonly kind: 'named' }>): Scalar {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'boolean':
      return node.value;
    case 'null':
      return null;
    case 'number':
      return numberOrText(node.text);
    default:
      return node satisfies never;
  }
}

/** A number, unless writing it as one loses something: account ids may begin with 0, and doubles end at 2^53. */
function numberOrText(text: string): number | string {
  const number = Number(text);
  const isExact = Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number));
  return isExact && !/^-?0\d/.test(text) ? number : text;
}

function refuse(op: CompareOp, value: null | boolean, needed: string, { span, valueSpan, problems }: Where): Condition {
  const fix = value === null ? 'write = null or != null' : 'write = or !=';
  problems.add('E-TYPE', `"${op}" needs ${needed}, not ${value}`, valueSpan, fix);
  return { kind: 'false', span };
}
