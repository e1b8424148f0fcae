import { every } from '@trailhound/cloudtrail';
import type { Condition, LeafPath, Scalar, Span } from '../../condition/condition.js';
import { always, negated, never, some } from '../kit/combine.js';
import type { ComparisonOp, Expression, ExpressionOf, Json } from './jmespath/syntax.js';
import { isJavaScriptTruthy, isTruthy } from './jmespath/values.js';
import { eventPath, rootPathOf } from './root-path.js';

/**
 * How a value becomes true or false: `inner` by JMESPath's rules, as `!`, `&&`, `||` and filters ask; `final` by
 * JavaScript's, as the trigger asks of the whole expression.
 */
export type Truth = 'inner' | 'final';

/** An expression as two conditions that are never in error: it is true, and it cannot be evaluated. */
export interface Test {
  readonly holds: Condition;
  /** Absent where evaluation cannot fail. */
  readonly fails?: Condition;
}

/** The test an expression without `!`, `&&` and `||` makes; undefined where conditions cannot say it. */
export function testOf(expression: Expression, truth: Truth): Test | undefined {
  const { span } = expression;
  const path = pathOf(expression);
  if (path !== undefined) return { holds: truthOf(path, truth, span) };
  switch (expression.kind) {
    case 'literal': {
      const isTrue = truth === 'inner' ? isTruthy : isJavaScriptTruthy;
      return { holds: isTrue(expression.value) ? always : never };
    }
    case 'compare':
      return comparison(expression);
    case 'call':
      return textCall(expression);
    default:
      return undefined;
  }
}

/** Whether the expression's value is always true, false or null, which both truths read alike. */
export function isBoolean(expression: Expression): boolean {
  switch (expression.kind) {
    case 'not':
    case 'compare':
      return true;
    case 'call':
      return textFunctions.has(expression.name);
    case 'literal':
      return expression.value === null || typeof expression.value === 'boolean';
    case 'and':
    case 'or':
      return expression.of.every(isBoolean);
    default:
      return false;
  }
}

const textFunctions: ReadonlySet<string> = new Set(['starts_with', 'ends_with', 'contains']);

function pathOf(expression: Expression): LeafPath | undefined {
  const path = rootPathOf(expression);
  return path === undefined ? undefined : eventPath(path);
}

function truthOf(path: LeafPath, truth: Truth, span: Span): Condition {
  const untrue: readonly Scalar[] = truth === 'inner' ? [false] : [false, 0, ''];
  return {
    kind: 'and',
    of: [
      { kind: 'exists', path, mode: truth === 'inner' ? 'nonEmpty' : 'nonNull', span },
      negated({ kind: 'in', path, values: untrue, coerce: 'strict', span }, span),
    ],
    span,
  };
}

const mirrored = { '==': '==', '!=': '!=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

function comparison({ op, left, right, span }: ExpressionOf<'compare'>): Test | undefined {
  if (left.kind === 'literal' && right.kind !== 'literal') {
    return comparison({ kind: 'compare', op: mirrored[op], left: right, right: left, span });
  }
  const path = pathOf(left);
  if (path === undefined || right.kind !== 'literal') return undefined;
  const holds = compared(path, op, right.value, span);
  return holds && { holds };
}

function compared(path: LeafPath, op: ComparisonOp, value: Json, span: Span): Condition | undefined {
  if (op === '!=') {
    const same = compared(path, '==', value, span);
    return same && negated(same, span);
  }
  if (op !== '==') return typeof value === 'number' ? { kind: 'num', path, op, value, span } : never;
  if (value === null) return { kind: 'isNull', path, mode: 'missingOrNull', span };
  return isScalar(value) ? { kind: 'eq', path, value, coerce: 'strict', span } : undefined;
}

/** `starts_with`, `ends_with` and `contains` of a field and a literal; they fail on a field of another type. */
function textCall({ name, args, span }: ExpressionOf<'call'>): Test | undefined {
  const [subject, literal] = args;
  const path = subject && pathOf(subject);
  if (!textFunctions.has(name) || path === undefined || literal?.kind !== 'literal') return undefined;
  const { value } = literal;
  const isText: Condition = { kind: 'prefix', path, text: '', coerce: 'strict' };
  if (name === 'contains') return membership(path, isText, value, span);
  if (typeof value !== 'string') return { holds: never, fails: always };
  const kind = name === 'starts_with' ? 'prefix' : 'suffix';
  return { holds: { kind, path, text: value, coerce: 'strict', span }, fails: negated(isText) };
}

function membership(path: LeafPath, isText: Condition, value: Json, span: Span): Test | undefined {
  if (!isScalar(value)) return undefined;
  const elements: LeafPath = { ...path, segments: [...path.segments, every] };
  const isElement: Condition = { kind: 'eq', path: elements, value, coerce: 'strict', span };
  const inText: Condition =
    typeof value === 'string' ? { kind: 'contains', path, text: value, coerce: 'strict', span } : never;
  const isList: Condition = { kind: 'jsonText', path, test: { kind: 'prefix', text: '[' } };
  return { holds: some([inText, isElement], span), fails: negated(some([isText, isList])) };
}

function isScalar(value: Json): value is Scalar {
  return value === null || typeof value !== 'object';
}
